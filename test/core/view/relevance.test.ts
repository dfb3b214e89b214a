import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createPostings } from '../../../lib/core/view/postings.ts';
import { createRelevance, type Text } from '../../../lib/core/view/relevance.ts';

const texts = (...words: readonly string[]): readonly Text[] =>
  words.map((one) => ({ words: one }));

it('how often each text says a word is counted, however the texts came and were asked for', () => {
  const anyText = fc.array(fc.integer({ min: -3, max: 3 }).map((word) => word << 15));
  fc.assert(
    fc.property(fc.array(anyText, { maxLength: 40 }), fc.nat(3), (all, asked) => {
      const postings = createPostings();
      const everyOther = Int32Array.from(all, (_, place) => (place % 2 === 0 ? place / 2 : -1));
      const counted = (word: number) => {
        const counts = new Uint32Array(Math.ceil(all.length / 2));
        postings.count(word, everyOther, counts);
        return [...counts];
      };
      for (const [place, text] of all.entries()) {
        expect(postings.add(Int32Array.from(text))).toBe(place);
        if (place % (asked + 1) === 0) counted(0);
      }
      for (const word of [0, 1 << 15, -1 << 15])
        expect(counted(word)).toEqual(
          all
            .filter((_, place) => place % 2 === 0)
            .map((text) => text.filter((one) => one === word).length),
        );
      expect(postings.texts()).toBe(all.length);
    }),
  );
});

it('the best has 1, what has nothing to do with a query 0, and a rare word counts for more', () => {
  const all = texts('cats and dogs', 'dogs and dogs', 'dogs, Katzen', 'birds');
  const rank = createRelevance().rankingOf(all);
  const [cats = 0, dogs = 0, mixed = 0, birds = 0] = rank('Cats, dogs');
  expect([cats, birds]).toEqual([1, 0]);
  expect(cats).toBeGreaterThan(dogs);
  expect(dogs).toBeGreaterThan(mixed);
  expect(mixed).toBeGreaterThan(0);
  expect([...rank('nothing of it')]).toEqual([0, 0, 0, 0]);
});

it('texts are ranked alike whenever they are, and whatever else was ranked before', () => {
  const anyText = fc.array(fc.constantFrom('cats', 'dogs', 'Vögel', 'and'), { maxLength: 8 });
  const anyTexts = fc.array(
    anyText.map((words) => words.join(' ')),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(anyTexts, fc.array(fc.subarray([...Array(8).keys()])), (words, groups) => {
      const relevance = createRelevance();
      const all = texts(...words);
      for (const group of [...groups, [...all.keys()]]) {
        const some = group.flatMap((at) => all[at] ?? []);
        const afresh = createRelevance().rankingOf(texts(...some.map((text) => text.words)));
        expect(relevance.rankingOf(some)('dogs Vögel')).toEqual(afresh('dogs Vögel'));
      }
    }),
  );
});
