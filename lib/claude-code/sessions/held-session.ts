import { createQueue } from '../../core/shared/queue.ts';
import type { Entry } from './entry.ts';
import { inRows } from './in-rows.ts';
import type { Kept } from './kept.ts';
import { createRowWriter } from './row-writer.ts';
import type { SessionRow } from './session-row.ts';
import type { Standing } from './standing.ts';
import type { Taken, Taker } from './take-over.ts';

/**
 * A session in the hands of one writer, until another takes it over.
 *
 * - Entries stand in the order in which they came, each once, and never behind a hole: what could
 *   not be written is written before anything else is.
 * - A writer that was refused loses nothing: its entries go on in a fork.
 */
export interface HeldSession {
  /** Its id: that of the fork, once it was refused. */
  readonly id: () => string;
  readonly standing: Standing;
  /** Resolves when all is stored that came so far. Throws what the table throws. */
  readonly append: (thread: string, entries: readonly Entry[]) => Promise<void>;
  readonly keep: (kept: Kept) => Promise<void>;
  /** Aborts when another writer has taken the session over. */
  readonly refused: AbortSignal;
}

type Summary = Standing['summary'] extends () => infer S ? S : never;
/** The SDK's `foldSessionSummary`, where there is use for what it makes. */
export type Summarise = (before: Summary, thread: string, entries: readonly Entry[]) => Summary;

export function hold(taker: Taker, taken: Taken, summarise?: Summarise): HeldSession {
  const { standing } = taken;
  const refusal = new AbortController();
  const rows = createRowWriter(taker, taken, () =>
    refusal.abort(new Error('another process has taken the session over')),
  );
  const common = () => ({ writer: taker.writer, at: taker.now() });
  const inTurn = createQueue();
  const waiting: SessionRow[] = [];
  let summary = standing.summary();
  let unwritten = '';

  const flush = async () => {
    for (let row = waiting[0]; row; row = waiting[0]) {
      await rows.write(row);
      waiting.shift();
      standing.take(row);
    }
    unwritten = '';
  };

  /** What the SDK hands over again after a failure waits already. */
  const enqueue = (thread: string, entries: readonly Entry[]) => {
    const batch = JSON.stringify([thread, entries]);
    if (batch === unwritten) return;
    unwritten = batch;
    for (const piece of inRows(unknownOf(standing, waiting, thread, entries))) {
      summary = summarise?.(summary, thread, piece);
      const entries = [...piece];
      waiting.push({ kind: 'entries', ...common(), thread, entries, ...(summary && { summary }) });
    }
  };

  return {
    id: rows.session,
    standing,
    refused: refusal.signal,
    append: (thread, entries) =>
      inTurn('', () => {
        enqueue(thread, entries);
        return flush();
      }),
    keep: (kept) =>
      inTurn('', () => {
        waiting.push({ kind: 'kept', ...common(), kept });
        return flush();
      }),
  };
}

/** Those that neither stand in the thread nor wait for it. */
function unknownOf(
  { threads }: Standing,
  waiting: readonly SessionRow[],
  thread: string,
  entries: readonly Entry[],
): readonly Entry[] {
  const stored = threads.get(thread)?.uuids;
  const seen = new Set(
    waiting.flatMap((row) =>
      row.kind === 'entries' && row.thread === thread ? row.entries.map(({ uuid }) => uuid) : [],
    ),
  );
  return entries.filter(({ uuid }) => {
    if (uuid === undefined) return true;
    if (stored?.has(uuid) || seen.has(uuid)) return false;
    seen.add(uuid);
    return true;
  });
}
