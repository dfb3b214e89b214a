import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createPostings } from '../../../lib/core/view/postings.ts';
import { createRelevance } from '../../../lib/core/view/relevance.ts';
import { item } from './_items.ts';

const texts = (...words: readonly string[]) =>
  words.map((one, at) => ({ item: item(`i${at}`), words: one }));

it('where a word stands is found, however the texts came and were asked for', () => {
  const anyText = fc.array(fc.integer({ min: -3, max: 3 }).map((word) => word << 15));
  fc.assert(
    fc.property(fc.array(anyText, { maxLength: 40 }), fc.nat(3), (all, asked) => {
      const postings = createPostings();
      const placesOf = (word: number) => {
        const places: number[] = [];
        postings.each(word, (place) => places.push(place));
        return places.sort((a, b) => a - b);
      };
      for (const [place, text] of all.entries()) {
        expect(postings.add((visit) => text.forEach((word) => void visit(word)))).toBe(place);
        if (place % (asked + 1) === 0) placesOf(0);
      }
      for (const word of [0, 1 << 15, -1 << 15])
        expect(placesOf(word)).toEqual(
          all.flatMap((text, place) => text.filter((one) => one === word).map(() => place)),
        );
      expect(postings.lengths).toEqual(all.map((text) => text.length));
    }),
  );
});

it('the best has 1, what has nothing to do with a query 0, and a rare word counts for more', () => {
  const all = texts('cats and dogs', 'dogs and dogs', 'dogs, Katzen', 'birds');
  const [cats = 0, dogs = 0, mixed = 0, birds = 0] = createRelevance()(all, 'Cats, dogs');
  expect([cats, birds]).toEqual([1, 0]);
  expect(cats).toBeGreaterThan(dogs);
  expect(dogs).toBeGreaterThan(mixed);
  expect(mixed).toBeGreaterThan(0);
});

it('whatever else was ranked before has no say in who is best', () => {
  const relevance = createRelevance();
  const all = texts('cats', 'dogs', 'cats and dogs');
  relevance(texts('fish', 'cats cats cats'), 'fish');
  expect(Math.max(...relevance(all, 'cats'))).toBe(1);
  expect(relevance(all, 'nothing of it')).toEqual([0, 0, 0]);
});
