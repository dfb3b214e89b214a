import { attributes } from '../../../lib/stores/dynamodb/keys.ts';
import type { Answer, Call } from '../dynamo-wire.ts';

/** A record as Lambda gets it of a table's stream. */
export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: 'INSERT';
  readonly eventSource: 'aws:dynamodb';
  readonly awsRegion: string;
  readonly dynamodb: {
    readonly Keys: Readonly<Record<string, { readonly S: string }>>;
    readonly NewImage: unknown;
    readonly SequenceNumber: string;
    readonly StreamViewType: 'NEW_IMAGE';
  };
}

/** What the table's stream would carry past its filter: each new commit, in the order of writing. */
export interface CommitStream {
  readonly see: (call: Call, answer: Answer) => void;
  /** What has come since the last time. */
  readonly take: () => StreamRecord[];
}

export function createCommitStream(): CommitStream {
  const waiting: StreamRecord[] = [];
  let seen = 0;
  return {
    see: ({ operation, body }, { status }) => {
      if (operation !== 'PutItem' || status !== 200) return;
      const { Item, ConditionExpression } = JSON.parse(body);
      const isNew = ConditionExpression?.startsWith('attribute_not_exists');
      if (!isNew || Item[attributes.area]?.S !== 'contexts') return;
      seen += 1;
      const { [attributes.partition]: pk, [attributes.sort]: sk } = Item;
      waiting.push({
        eventID: `event-${seen}`,
        eventName: 'INSERT',
        eventSource: 'aws:dynamodb',
        awsRegion: 'eu-central-1',
        dynamodb: {
          Keys: { [attributes.partition]: pk, [attributes.sort]: sk },
          NewImage: Item,
          SequenceNumber: String(seen).padStart(21, '0'),
          StreamViewType: 'NEW_IMAGE',
        },
      });
    },
    take: () => waiting.splice(0),
  };
}
