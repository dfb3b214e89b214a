import type { Item } from '../../core/context/item.ts';
import type { Clock } from '../../core/shared/clock.ts';
import type { CommitLine } from '../../operations/commit-line.ts';
import type { Contexts } from '../../operations/contexts.ts';
import type { Stream } from '../sharing/mark.ts';
import { rangeIn } from '../sharing/thread.ts';

/** A branch of a context as it stands, kept at hand. */
export interface WatchedContext {
  readonly items: ReadonlyMap<string, Item>;
  /** Up to where the items are known, at least; undefined: nothing has been committed. */
  readonly head: Pick<CommitLine, 'version' | 'hash'> | undefined;
  /** Whether the context can be read at present. */
  readonly isReady: boolean;
  /** Whether a range of a transcript's lines is shared in it. */
  readonly isShared: (range: string) => boolean;
  /** Follows the context until the signal aborts; calls back once a change can be read. */
  readonly follow: (onChange: () => void, signal: AbortSignal) => Promise<void>;
}

type Needs = Pick<Contexts, 'log' | 'watch' | 'show'>;

/** Milliseconds before a context that cannot be read is asked for again. */
const PAUSE_MS = 2_000;

export function watchedContext(
  contexts: Needs,
  { context, branch }: Stream,
  clock: Clock,
  warn: (text: string) => void,
): WatchedContext {
  const items = new Map<string, Item>();
  const ranges = new Set<string>();
  let heard: CommitLine | undefined;
  let head: CommitLine | undefined;
  let isReady = false;

  const hear = (line: CommitLine) => {
    heard = line;
    const range = rangeIn(line.id);
    if (range !== undefined) ranges.add(range);
    for (const { op, item } of line.operations) if (op === 'retire') items.delete(item);
  };

  /** What is read may be newer than what was heard; it is told of when that is heard as well. */
  const read = async () => {
    const upTo = heard;
    if (upTo && upTo.version !== head?.version) {
      const landed = await contexts.show(context, { after: head?.version ?? 0, branch });
      for (const item of landed.items) items.set(item.id, item);
      head = upTo;
    }
  };

  const catchUp = async () => {
    const { commits } = await contexts.log(context, { after: heard?.version ?? 0, branch });
    for (const line of commits) hear(line);
    await read();
    isReady = true;
  };

  const watchOn = async (onChange: () => void, signal: AbortSignal) => {
    await catchUp();
    onChange();
    const from = heard?.version ?? 0;
    for await (const line of contexts.watch(context, { from, branch, signal })) {
      hear(line);
      await read();
      onChange();
    }
  };

  return {
    items,
    get head() {
      return head;
    },
    get isReady() {
      return isReady;
    },
    isShared: (range) => ranges.has(range),
    follow: async (onChange, signal) => {
      while (!signal.aborted) {
        await watchOn(onChange, signal).catch((error: Error) => {
          isReady = false;
          warn(error.message);
        });
        await clock.pause(PAUSE_MS, signal).catch(() => undefined);
      }
    },
  };
}
