import { setImmediate as breathe } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type OnChange, watchContext } from '../../../lib/core/context/watch-context.ts';
import { memoryLog } from '../../support/memory-log.ts';
import { address, fault, note } from './_drafts.ts';

/** Changes that a test makes heard, or does not. */
function changes() {
  const listeners = new Set<() => void>();
  const onChange: OnChange = (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const ring = () => {
    for (const listener of listeners) listener();
  };
  return { onChange, ring, count: () => listeners.size };
}

async function versionsOf(watch: AsyncIterable<{ readonly version: number }>) {
  const versions: number[] = [];
  for await (const { version } of watch) versions.push(version);
  return versions;
}

type Word = 'commit' | 'ring' | 'wait';
const script = fc.array(fc.constantFrom<Word>('commit', 'ring', 'wait'), { maxLength: 20 });

describe('a watch', () => {
  it('tells everything in order, once, however many commits one change stands for', () =>
    fc.assert(
      fc.asyncProperty(fc.nat(4), script, async (before, words) => {
        const { log, open } = memoryLog();
        const { onChange, ring } = changes();
        const does: Record<Word, () => unknown> = {
          commit: () => log.commit(address, note('a', 1)),
          ring,
          wait: () => breathe(),
        };
        for (let at = 0; at < before; at += 1) await does.commit();
        const until = before + words.filter((word) => word === 'commit').length + 1;
        const from = Math.floor(before / 2);
        const told = versionsOf(watchContext(open(), address, onChange, { from, until }));
        for (const word of words) await does[word]();
        await does.commit();
        const ringing = setInterval(ring, 1);
        const versions = Array.from({ length: until - from }, (_, at) => from + at + 1);
        expect(await told.finally(() => clearInterval(ringing))).toEqual(versions);
      }),
      { numRuns: 50 },
    ));

  it('ends where it is to end, when it is aborted, and when nobody listens any more', async () => {
    const { log } = memoryLog();
    const { onChange, ring, count } = changes();
    for (const body of [1, 2, 3]) await log.commit(address, note('a', body));
    const watch = (options: { from: number; until?: number; signal?: AbortSignal }) =>
      watchContext(log, address, onChange, options);
    expect(await versionsOf(watch({ from: 1, until: 2 }))).toEqual([2]);
    expect(await versionsOf(watch({ from: 2, until: 2 }))).toEqual([]);
    const stop = new AbortController();
    const endless = versionsOf(watch({ from: 0, signal: stop.signal }));
    await breathe();
    stop.abort();
    expect(await endless).toEqual([1, 2, 3]);
    for await (const { version } of watch({ from: 0 })) if (version === 2) break;
    expect(count()).toBe(0);
    ring();
  });

  it('does not begin ahead of the head', async () => {
    const { log } = memoryLog();
    const { onChange } = changes();
    await expect(versionsOf(watchContext(log, address, onChange, { from: 1 }))).rejects.toEqual(
      fault('context.unknownVersion', { version: 1, head: 0 }),
    );
  });
});
