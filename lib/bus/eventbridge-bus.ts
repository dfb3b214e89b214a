import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
  type PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import { ContextCommitted } from '../core/context/context-committed.ts';
import type { Announcer } from '../core/shared/bus.ts';
import type { Clock } from '../core/shared/clock.ts';
import { Fault } from '../core/shared/faults.ts';
import type { Ids } from '../core/shared/ids.ts';
import { toBatches } from './_batches.ts';

const MAX_ATTEMPTS = 5;
/** Twice as long after each attempt, and as much again by chance: at most 3 seconds in all. */
const FIRST_PAUSE_MS = 100;

export interface EventBridgePlace {
  readonly client: EventBridgeClient;
  /** The name of the event bus, or its ARN. */
  readonly bus: string;
  readonly clock: Pick<Clock, 'pause'>;
  readonly chance: Ids['chance'];
}

/**
 * Announces commits on EventBridge, each as a CloudEvent in the detail of an entry. There rules pass
 * them on, and no listeners of ours. Entries that a request was refused for are sent again, and they
 * alone. Throws `bus.unavailable`.
 */
export function createEventBridgeBus(place: EventBridgePlace): Announcer<ContextCommitted> {
  const toEntry = (announcement: ContextCommitted): PutEventsRequestEntry => ({
    EventBusName: place.bus,
    Source: ContextCommitted.source,
    DetailType: ContextCommitted.detailType,
    Detail: JSON.stringify(announcement),
  });
  return {
    publish: async (announcements) => {
      for (const batch of toBatches(announcements.map(toEntry))) await putAll(place, batch);
    },
  };
}

async function putAll(place: EventBridgePlace, batch: readonly PutEventsRequestEntry[]) {
  let left = batch;
  for (let attempt = 1; ; attempt += 1) {
    const refused = await put(place, left);
    if (refused.length === 0) return;
    left = refused.map(({ entry }) => entry);
    if (attempt === MAX_ATTEMPTS) throw toFault(place, left, reasonsOf(refused));
    await place.clock.pause(FIRST_PAUSE_MS * 2 ** (attempt - 1) * (1 + place.chance()));
  }
}

interface Refused {
  readonly entry: PutEventsRequestEntry;
  readonly result: PutEventsResultEntry;
}

/** The answer has a result for each entry, in their order; one that was refused has a code. */
async function put(
  place: EventBridgePlace,
  entries: readonly PutEventsRequestEntry[],
): Promise<readonly Refused[]> {
  try {
    const answer = await place.client.send(new PutEventsCommand({ Entries: [...entries] }));
    const results = answer.Entries ?? [];
    return entries
      .map((entry, at) => ({ entry, result: results[at] ?? MISSING }))
      .filter(({ result }) => result.EventId === undefined);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw toFault(place, entries, error.message || error.name, error);
  }
}

const MISSING: PutEventsResultEntry = { ErrorCode: 'NoAnswer' };

const reasonsOf = (refused: readonly Refused[]) =>
  [...new Set(refused.map(({ result }) => result.ErrorMessage ?? result.ErrorCode))].join(', ');

const toFault = (
  { bus }: EventBridgePlace,
  entries: readonly PutEventsRequestEntry[],
  detail: string,
  cause?: Error,
) =>
  new Fault(
    'bus.unavailable',
    { bus: `Event bus ${bus}`, announcements: entries.length, detail },
    cause && { cause },
  );
