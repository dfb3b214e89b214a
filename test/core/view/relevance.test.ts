import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createPostings } from '../../../lib/core/view/postings.ts';
import { createRelevance } from '../../../lib/core/view/relevance.ts';
import { item } from './_items.ts';

const texts = (...words: readonly string[]) =>
  words.map((one, at) => ({ item: item(`i${at}`), words: one }));

it('who says a word, and how often, is found, however the texts came and were asked for', () => {
  const anyWord = fc.integer({ min: -3, max: 3 }).map((word) => word << 15);
  const anyText = fc.oneof(
    fc.array(anyWord),
    fc.nat(700).chain((often) => anyWord.map((word) => Array<number>(often).fill(word))),
  );
  fc.assert(
    fc.property(fc.array(anyText, { maxLength: 40 }), fc.nat(3), (all, asked) => {
      const postings = createPostings();
      const holders = (word: number) => {
        const { count, places, times } = postings.holding(word);
        return new Map(Array.from({ length: count }, (_, at) => [places[at], times[at]]));
      };
      for (const [place, text] of all.entries()) {
        expect(postings.add((visit) => text.forEach((word) => void visit(word)))).toBe(place);
        if (place % (asked + 1) === 0) holders(0);
      }
      for (const word of [0, 1 << 15, -1 << 15]) {
        const times = all.map((text) => text.filter((one) => one === word).length);
        expect(holders(word)).toEqual(new Map([...times.entries()].filter(([, often]) => often)));
        expect(postings.holding(word).count).toBe(times.filter(Boolean).length);
      }
      expect(postings.lengths).toEqual(all.map((text) => text.length));
    }),
  );
});

it('the best has 1, what has nothing to do with a query 0, and a rare word counts for more', () => {
  const all = texts('cats and dogs', 'dogs and dogs', 'dogs, Katzen', 'birds');
  const [cats = 0, dogs = 0, mixed = 0, birds = 0] = createRelevance()(all)('Cats, dogs');
  expect([cats, birds]).toEqual([1, 0]);
  expect(cats).toBeGreaterThan(dogs);
  expect(dogs).toBeGreaterThan(mixed);
  expect(mixed).toBeGreaterThan(0);
});

it('whatever else was ranked before has no say in who is best', () => {
  const relevance = createRelevance();
  const rank = relevance(texts('cats', 'dogs', 'cats and dogs'));
  relevance(texts('fish', 'cats cats cats'))('fish');
  expect(Math.max(...rank('cats'))).toBe(1);
  expect([...rank('nothing of it')]).toEqual([0, 0, 0]);
});

it('texts are ranked the same after so many others that they had to be read again', () => {
  const relevance = createRelevance();
  const rank = relevance(texts('cats', 'dogs', 'cats and dogs'));
  const before = [...rank('cats')];
  relevance(texts(...Array.from({ length: 20_100 }, (_, at) => `stranger ${at}`)));
  relevance(texts('fish'))('fish');
  expect([...rank('cats')].map((one) => one > 0)).toEqual(before.map((one) => one > 0));
});
