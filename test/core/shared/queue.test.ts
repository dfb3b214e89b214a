import { describe, expect, it } from 'vitest';
import { createQueue } from '../../../lib/core/shared/queue.ts';

/** Work that is done when the test says so, and notes when it begins and ends. */
function works(diary: string[]) {
  const gates = new Map<string, () => void>();
  return {
    of: (label: string) => async () => {
      diary.push(`${label} begins`);
      await new Promise<void>((resolve) => gates.set(label, resolve));
      diary.push(`${label} ends`);
      return label;
    },
    finish: (label: string) => gates.get(label)?.(),
  };
}

const quiet = () => new Promise((resolve) => setImmediate(resolve));

describe('a queue', () => {
  it('does the work of one name in the order it came, one at a time', async () => {
    const diary: string[] = [];
    const queued = createQueue();
    const { of, finish } = works(diary);
    const done = Promise.all(['1', '2', '3'].map((label) => queued('name', of(label))));
    for (const label of ['1', '2', '3']) {
      await quiet();
      expect(diary.at(-1)).toBe(`${label} begins`);
      finish(label);
    }
    expect(await done).toEqual(['1', '2', '3']);
    expect(diary).toHaveLength(6);
  });

  it('lets different names pass each other', async () => {
    const diary: string[] = [];
    const queued = createQueue();
    const { of, finish } = works(diary);
    const slow = queued('slow', of('slow'));
    const quick = queued('quick', of('quick'));
    await quiet();
    finish('quick');
    expect(await quick).toBe('quick');
    expect(diary).toEqual(['slow begins', 'quick begins', 'quick ends']);
    finish('slow');
    await slow;
  });

  it('goes on after work that failed, and whoever asked for it is told', async () => {
    const queued = createQueue();
    const failed = queued('name', () => Promise.reject(new Error('no')));
    const next = queued('name', async () => 'next');
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('next');
    expect(await queued('name', async () => 'later')).toBe('later');
  });
});
