import { describe, expect, it } from 'vitest';
import { extract } from '../../../lib/dialects/claude-code/extract.ts';
import { growthOf } from '../../support/steps.ts';
import { fuzz } from './_mutations.ts';
import { call, compaction, lastPrompt, prompt, reply, result } from './_session.ts';

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
    [
      'a boundary for each, behind what was never written',
      Array.from({ length: times }, (_, place) =>
        place % 2 ? compaction(`b${place}`, 'gone', 'gone') : prompt(`e${place}`, null, 'x'),
      ),
    ],
  ])('takes four times the steps for four times the lines: %s', async (_, lines) => {
    const quarter = lines.slice(0, lines.length / 4);
    const growth = await growthOf(
      () => extract(quarter),
      () => extract(lines),
    );
    expect(growth).toBeLessThan(5);
  });

  it('is read though it is one huge line', () => {
    const lines = [prompt('u', null, 'x'.repeat(20_000_000))];
    expect(extract(lines).messages).toHaveLength(1);
  });
});
