import { filesOf } from './session-row.ts';
import type { SessionPlace } from './standing.ts';

/** The contents of a session's files, by their hash. */
export interface FileContents {
  readonly put: (hash: string, bytes: Uint8Array) => Promise<void>;
  readonly get: (hash: string) => Promise<Uint8Array | undefined>;
}

/** Rows of the session's own: so they go when it goes, and no other session can name them. */
export const fileContents = ({ table, tenant }: SessionPlace, session: string): FileContents => {
  const keyOf = (hash: string) => ({ partition: filesOf(tenant, session), sort: hash });
  return {
    put: async (hash, bytes) => {
      const body = Buffer.from(bytes).toString('base64');
      await table.put({ ...keyOf(hash), version: 1, body }, 'absent');
    },
    get: async (hash) => {
      const row = await table.get(keyOf(hash));
      return typeof row?.body === 'string' ? Buffer.from(row.body, 'base64') : undefined;
    },
  };
};
