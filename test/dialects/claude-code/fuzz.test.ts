import { describe, expect, it } from 'vitest';
import { extract } from '../../../lib/dialects/claude-code/extract.ts';
import { fuzz } from './_mutations.ts';
import { call, lastPrompt, prompt, reply, result } from './_session.ts';

/** For every day; `npm run fuzz -- 100000` is for nights. */
const CASES = 2_000;

it('a transcript that something has happened to is messages that come back, or a clear fault', () => {
  fuzz(CASES);
}, 600_000);

describe('a transcript made to hurt', () => {
  const times = 50_000;

  it.each<readonly [string, readonly string[]]>([
    [
      'one long chain',
      Array.from({ length: times }, (_, place) =>
        prompt(`e${place}`, place === 0 ? null : `e${place - 1}`, 'x'),
      ),
    ],
    [
      'one great circle',
      Array.from({ length: times }, (_, place) =>
        prompt(`e${place}`, `e${(place + 1) % times}`, 'x'),
      ),
    ],
    [
      'no parent anywhere',
      Array.from({ length: times }, (_, place) => prompt(`e${place}`, `gone${place}`, 'x')),
    ],
    ['the same uuid throughout', Array.from({ length: times }, () => prompt('e', 'e', 'x'))],
    [
      'a broken line before each',
      Array.from({ length: times }, (_, place) =>
        place % 2 ? '{' : prompt(`e${place}`, `gone${place}`, 'x'),
      ),
    ],
    [
      'one reply of many lines with results on a side',
      [
        prompt('u', null, 'x'),
        ...Array.from({ length: times / 2 }, (_, place) =>
          reply(`a${place}`, place === 0 ? 'u' : `a${place - 1}`, call(`c${place}`), { id: 'm' }),
        ),
        ...Array.from({ length: times / 2 }, (_, place) =>
          result(`r${place}`, `a${place}`, `c${place}`),
        ),
      ],
    ],
    [
      'a `last-prompt` for each',
      Array.from({ length: times }, (_, place) =>
        place % 2
          ? lastPrompt(`e${place - 1}`)
          : prompt(`e${place}`, place === 0 ? null : `e${place - 2}`, 'x'),
      ),
    ],
  ])('is read in time: %s', (_, lines) => {
    // Four times as much takes about four times as long; sixteen were a sign of square work.
    const some = best(() => extract(lines.slice(0, lines.length / 4)));
    const all = best(() => extract(lines));
    expect(all).toBeLessThan(10 * some + 1_000);
  });

  it('costs about what it costs to parse its lines', () => {
    const lines = Array.from({ length: 3_000 }, (_, place) =>
      prompt(`e${place}`, place === 0 ? null : `e${place - 1}`, 'words '.repeat(200)),
    );
    const parse = best(() => lines.map((line) => JSON.parse(line)));
    expect(best(() => extract(lines))).toBeLessThan(6 * parse + 20);
  });

  it('is read in time: one huge line', () => {
    const lines = [prompt('u', null, 'x'.repeat(20_000_000))];
    expect(extract(lines).messages).toHaveLength(1);
  });
});

/** The least of some runs: what else goes on only ever adds to it. */
const best = (work: () => unknown) => Math.min(...[1, 2, 3].map(() => clocked(work)));

/** Milliseconds of this process's own time, so that other work on the machine is not counted. */
function clocked(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
