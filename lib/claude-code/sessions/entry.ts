import * as z from 'zod';
import type { Json } from '../../core/shared/json.ts';

/**
 * A line of a transcript, passed through as it is: `SessionStoreEntry` of the Agent SDK. By its
 * `uuid`, where it has one, it is known again.
 */
export type Entry = { readonly type: string; readonly uuid?: string } & {
  readonly [key: string]: Json;
};

/** Nothing of it is looked at but that it is one: a session has thousands. */
export const Entry = z.custom<Entry>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    typeof value.type === 'string',
);

/** The thread of a session itself; those of its subagents are called `subagents/agent-ID`. */
export const MAIN = '';

/** One thread of one session, as the SDK names it. The project is the folder it ran in. */
export interface SessionKey {
  readonly projectKey: string;
  readonly sessionId: string;
  readonly subpath?: string | undefined;
}
