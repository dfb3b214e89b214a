import { toUuid } from '../../dialects/claude-code/to-uuid.ts';
import { rowKey, SessionRow } from './session-row.ts';
import type { Taken, Taker } from './take-over.ts';

/**
 * One writer's rows, behind each other. Where another writer has taken the session over, they go
 * into a session of their own, which goes on from the last row that this one has seen.
 */
export interface RowWriter {
  /** Throws what the table throws; the very same row may be written again then, and stands once. */
  readonly write: (row: SessionRow) => Promise<void>;
  /** The session that is written to: another one as soon as this writer was refused. */
  readonly session: () => string;
}

export function createRowWriter(
  { table, tenant, writer, now }: Taker,
  { session: taken, standing }: Taken,
  onRefused: () => void,
): RowWriter {
  let session = taken;
  let next = standing.next();

  const put = async (to: string, number: number, row: SessionRow) => {
    const key = rowKey(tenant, to, number);
    const outcome = await table.put({ ...key, version: 1, body: row }, 'absent');
    return outcome.kind === 'put' ? row : SessionRow.safeParse(outcome.standing?.body).data;
  };

  /** A row of our own may have landed though we were not told: it is passed, or it is this one. */
  const offer = async (row: SessionRow): Promise<boolean> => {
    for (;;) {
      const stands = await put(session, next, row);
      if (stands?.writer !== writer) return false;
      next += 1;
      if (isSame(stands, row)) return true;
    }
  };

  const fork = async () => {
    const own = toUuid(`${session} ${writer}`);
    await put(own, 1, { kind: 'fork', writer, at: now(), of: session, upTo: next - 1 });
    session = own;
    next = 2;
    onRefused();
  };

  return {
    session: () => session,
    write: async (row) => {
      while (!(await offer(row))) await fork();
    },
  };
}

const isSame = (stands: SessionRow, row: SessionRow) =>
  stands === row || JSON.stringify(stands) === JSON.stringify(row);
