import type { Message } from '../../core/message/message.ts';
import type { JsonObject } from '../json-object.ts';
import { toUuid } from './to-uuid.ts';
import { TOLD, toTold } from './told.ts';

/** What stands in every line that is made. */
export interface Session {
  readonly sessionId: string;
  /** ISO 8601, UTC: the time of what has none. */
  readonly now: string;
  readonly cwd?: string;
  readonly version?: string;
}

/** Where a transcript has come to. */
export interface End {
  /** The uuid that the next line hangs on; undefined at the beginning. */
  readonly parent: string | undefined;
  /** The ids of messages that stand in it. */
  readonly named: ReadonlySet<string>;
}

/** The lines of a transcript as it grows, each hung on the one before. */
export interface LineWriter {
  /** Those that were written by this one. */
  readonly lines: readonly string[];
  readonly parent: () => string | undefined;
  readonly end: () => End;
  /** Lines that are there already, and the uuid to go on from. */
  readonly take: (lines: readonly string[], leaf: string) => void;
  /** A line of ours; `from` is the message that it says something of. */
  readonly write: (body: JsonObject, from?: Message) => void;
}

export function createLineWriter(session: Session, end: End): LineWriter {
  const lines: string[] = [];
  const named = new Set(end.named);
  let { parent } = end;
  return {
    lines,
    parent: () => parent,
    end: () => ({ parent, named }),
    take: (taken, leaf) => {
      for (const line of taken) lines.push(line);
      parent = leaf;
    },
    write: (body, from) => {
      const said = JSON.stringify(body);
      const uuid = toUuid(`${session.sessionId} ${parent ?? ''} ${said}`);
      const before = { parentUuid: parent ?? null, isSidechain: false };
      const after = {
        ...standing(session, uuid, from?.at ?? session.now),
        ...(from && { [TOLD]: toTold(from, !named.has(from.id)) }),
      };
      if (from) named.add(from.id);
      lines.push(joinObjects([JSON.stringify(before), said, JSON.stringify(after)]));
      parent = uuid;
    },
  };
}

/** Only `uuid`, `parentUuid`, `type` and what is said are needed: seen with Claude Code 2.1.330. */
const standing = ({ sessionId, cwd, version }: Session, uuid: string, timestamp: string) => ({
  uuid,
  timestamp,
  userType: 'external',
  ...(cwd !== undefined && { cwd }),
  sessionId,
  ...(version !== undefined && { version }),
});

/** Objects in JSON, none of them empty, as one. */
const joinObjects = (objects: readonly string[]) =>
  `{${objects.map((object) => object.slice(1, -1)).join(',')}}`;
