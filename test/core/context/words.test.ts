import fc from 'fast-check';
import { expect, it } from 'vitest';
import { excerptOf } from '../../../lib/core/context/excerpt.ts';
import { termsOf, wordsIn } from '../../../lib/core/context/words.ts';

const words = (text: string) => [...wordsIn(text)].map(({ word }) => word);

it('the words of ASCII text are its runs of letters and digits, in small letters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
      const naive = text
        .toLowerCase()
        .split(/[^a-z0-9]+/)
        .filter(Boolean);
      expect(words(text)).toEqual(naive);
    }),
  );
});

it('a word stands where it is said to, and finds itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const { word, at } of wordsIn(text)) {
        expect(words(text.slice(at))[0]?.startsWith([...word][0] ?? '')).toBe(true);
        expect(termsOf(word, 9).map((term) => term.word)).toContain(word);
      }
    }),
  );
});

it.each([
  ['東京都', ['東京', '京都', '都']],
  ['Python入門3版', ['python', '入門', '門', '3', '版']],
  ['max_tokens', ['max', 'tokens']],
  ['Ünïcode 😀', ['unicode', '😀']],
  ['किताब', ['किताब']],
  ['x'.repeat(65), []],
])('%s has the words %j', (text, expected) => {
  expect(words(text)).toEqual(expected);
});

it.each([
  ['京', [{ word: '京', isPrefix: true }]],
  ['京都', [{ word: '京都', isPrefix: false }]],
  ['a b a c', ['a', 'b', 'c'].map((word) => ({ word, isPrefix: false }))],
  ['"-*', []],
])('%s looks for %j', (query, terms) => {
  expect(termsOf(query, 16)).toEqual(terms);
});

it('an excerpt is the piece that holds most of what was looked for, on one line', () => {
  const filler = 'filler '.repeat(100);
  const text = `A cache.\n\n${filler}It keeps\nkeys of the cache.\n${filler}`;
  const excerpt = excerptOf(text, termsOf('cache keys', 16));
  expect(excerpt).toMatch(/^…(filler )+It keeps keys of the cache\. .+…$/);
  expect(excerpt.length).toBeLessThanOrEqual(202);
  expect(excerptOf('A cache.', termsOf('cache', 16))).toBe('A cache.');
});
