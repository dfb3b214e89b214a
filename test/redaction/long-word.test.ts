import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finder } from '../../lib/redaction/finding.ts';
import { keptFinder } from '../../lib/redaction/kept-finder.ts';
import { hasLongWord, LONG } from '../../lib/redaction/long-word.ts';
import { patternFinder } from '../../lib/redaction/pattern-finder.ts';
import { rules } from '../../lib/redaction/rules.ts';
import { secrets, textOf } from './_secrets.ts';

/** As short as the patterns take them; joined here, as in `_secrets.ts`. */
const short = [
  ['xo', 'xb-a-b'],
  ['S', 'G.a.bc'],
  ['gh', 's_1_a.b.c'],
  ['https://a', ':x-oauth-basic@github.com/'],
  ['Bearer ', 'abcdefghijklmno1'],
].map((pieces) => pieces.join(''));
const examples = [...Object.values(secrets).map(textOf), ...short];

/** Secrets, pieces of them, and some that a sign or a blank has got into. */
const piece = fc
  .record({
    text: fc.constantFrom(...examples),
    from: fc.nat(80),
    length: fc.oneof(fc.nat(45), fc.constant(2_000)),
    put: fc.constantFrom('', '', '', ' ', '.', ':', '-', '/', '@'),
    at: fc.nat(60),
  })
  .map(({ text, from, length, put, at }) => {
    const cut = text.slice(from % 7 === 0 ? 0 : from, from + length);
    return cut.slice(0, at) + put + cut.slice(at);
  });
const text = fc
  .array(fc.oneof(piece, fc.constantFrom('the ', ' key=', '\n', '"'), fc.string()), {
    maxLength: 6,
  })
  .map((pieces) => pieces.join(''));

const inside = (find: Finder, whole: string, part: string) =>
  find(whole).filter(({ start }) => start < part.length);

describe('a text without a long word', () => {
  it('is one that no pattern for it matches', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string()), (any) => {
        expect(hasLongWord(any)).toBe(new RegExp(`[\\w+/=.~-]{${LONG}}`).test(any));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(Object.entries({ patterns: patternFinder(rules), kept: keptFinder }))(
    'is passed over by no rule of the %s that would have found something in it',
    (_, find) => {
      fc.assert(
        fc.property(text, (any) => {
          const beside = `${any}\n\0\n${'a'.repeat(LONG)}`;
          expect(find(any)).toEqual(inside(find, beside, any));
        }),
        { numRuns: 3_000 },
      );
    },
  );
});
