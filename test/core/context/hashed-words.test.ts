import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hashedWords } from '../../../lib/core/context/hashed-words.ts';
import { wordsIn } from '../../../lib/core/context/words.ts';

const hashes = (text: string) => [...hashedWords(text)];

it('there is a hash for each word of any text, in its order, and the same for the same word', () => {
  const unit = fc.oneof(
    fc.string({ unit: 'grapheme-ascii', maxLength: 12 }),
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.constantFrom(
      ' cache ',
      '“Cache”',
      'naïve',
      '東京都',
      'x'.repeat(65),
      'a b '.repeat(5_000),
      'K',
      'ſ',
      'İ',
      '😀',
      '\ud800',
    ),
  );
  fc.assert(
    fc.property(
      fc.array(unit).map((parts) => parts.join('')),
      (text) => {
        const words = [...wordsIn(text)].map(({ word }) => word);
        const all = hashes(text);
        const hashOf = new Map(words.map((word, at) => [word, all[at]]));
        expect(all).toEqual(words.map((word) => hashOf.get(word)));
        expect(new Set(all).size).toBe(new Set(words).size);
      },
    ),
  );
});
