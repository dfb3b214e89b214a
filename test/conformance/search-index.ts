import fc from 'fast-check';
import { expect } from 'vitest';
import { type Address, mainBranch } from '../../lib/core/context/address.ts';
import { beginning, type Position } from '../../lib/core/context/commit.ts';
import {
  CANDIDATES,
  type IndexedItem,
  type Query,
  type SearchIndex,
} from '../../lib/core/context/search-index.ts';
import { termsOf, wordsIn } from '../../lib/core/context/words.ts';
import { conformance } from './_conformance.ts';

type Open = () => SearchIndex;

const here = mainBranch('tenant', 'here');
const there = mainBranch('tenant', 'there');
const branch: Address = { ...here, branch: 'other' };

const rules = {
  'an item is found by each of its words, in any case, and by all of them': async (open) => {
    const index = await filled(open, [anItem('a', 'The Cache evicts keys.'), anItem('b', 'keys')]);
    for (const text of ['the', 'cache', 'CACHE', 'evicts', 'cache keys', 'keys, cache; evicts!'])
      expect([text, await found(index, { text })]).toEqual([text, ['a']]);
    expect(await found(index, { text: 'keys' })).toEqual(['b', 'a']);
    expect(await found(index, { text: 'cache locks' })).toEqual([]);
    expect(await found(index, { text: 'cach' })).toEqual([]);
  },

  'a hit says where it stands': async (open) => {
    const index = await filled(open, [anItem('notes/1', 'cache', { version: 7 })]);
    const { hits, capped } = await index.search(aQuery({ text: 'cache' }));
    expect(hits).toEqual([
      { context: 'here', item: 'notes/1', version: 7, score: expect.any(Number) },
    ]);
    expect(hits[0]?.score).toBeGreaterThan(0);
    expect(capped).toBe(false);
  },

  'a single word finds exactly the items that a look at each would find': async (open) => {
    const index = open();
    let reached = beginning;
    const alphabet = fc.constantFrom(...'aAäå ÄÅ .,-_0٣中文かカﾊﾟ한국กขкйÉé😀\u0301\n');
    const texts = fc.array(fc.string({ unit: alphabet, maxLength: 12 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(texts, async (given) => {
        const items = given.map((text, at) => anItem(`${at}`, text));
        const gone = Array.from({ length: 8 - items.length }, (_, at) => `${at + items.length}`);
        reached = await take(index, here, reached, items, gone);
        for (const word of new Set(given.flatMap(words))) {
          const naive = items.filter(({ text }) => says(text, word)).map(({ item }) => item);
          const hits = await found(index, { text: word });
          expect([word, hits.toSorted()]).toEqual([word, naive]);
        }
      }),
      { numRuns: 100 },
    );
  },

  'accents, width and ligatures make no difference': async (open) => {
    const index = await filled(open, [anItem('a', 'Le café naïve, ﬁne ＡＢＣ, İstanbul')]);
    for (const text of ['cafe', 'CAFÉ', 'cafe\u0301', 'naive', 'fine', 'abc', 'istanbul'])
      expect([text, await found(index, { text })]).toEqual([text, ['a']]);
  },

  'what is written without spaces is found by any piece of it': async (open) => {
    const index = await filled(open, [
      anItem('ja', '東京都に住む。カタカナもある'),
      anItem('zh', '缓存淘汰策略'),
      anItem('ko', '캐시가 키를 내보낸다'),
      anItem('th', 'แคชข้อมูล'),
    ]);
    for (const [text, item] of [
      ['東京', 'ja'],
      ['京都', 'ja'],
      ['京', 'ja'],
      ['む', 'ja'],
      ['カナ', 'ja'],
      ['淘汰策略', 'zh'],
      ['略', 'zh'],
      ['캐시', 'ko'],
      ['ข้อมูล', 'th'],
    ] as const)
      expect([text, await found(index, { text })]).toEqual([text, [item]]);
    expect(await found(index, { text: '大阪' })).toEqual([]);
  },

  'any text is a query, and none has a syntax': async (open) => {
    const index = await filled(open, [anItem('a', 'near the NOT or and cache text 😀')]);
    const strange = [
      '',
      ' ',
      '"',
      '""',
      "'",
      'cache"',
      '"cache',
      'cache*',
      '*',
      '(cache',
      'cache)',
      'text:cache',
      '^cache',
      '-cache',
      '+cache',
      'cache\0',
      '\0',
      '\ud800',
      'a\ud800b',
      '{text}: cache',
      '; DROP TABLE words; --',
      '\uE000cache',
      '\uE001',
      '\\',
      '%',
      '_',
    ];
    for (const text of strange) await index.search(aQuery({ text }));
    for (const text of ['NEAR(the cache)', 'NOT', 'OR AND', 'cache AND (NOT OR)', '"cache"*', '😀'])
      expect([text, await found(index, { text })]).toEqual([text, ['a']]);
    for (const text of ['', ' ', '"', '*', '\0', '\uE001'])
      expect([text, await found(index, { text })]).toEqual([text, []]);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 40 }), async (text) => {
        await index.search(aQuery({ text }));
      }),
      { numRuns: 100 },
    );
  },

  'a query of a megabyte is answered': async (open) => {
    const index = await filled(open, [anItem('a', 'cache '.repeat(50))]);
    expect(await found(index, { text: 'cache '.repeat(170_000) })).toEqual(['a']);
    expect(await found(index, { text: 'x'.repeat(1_000_000) })).toEqual([]);
    const numbers = Array.from({ length: 150_000 }, (_, at) => at).join(' ');
    expect(await found(index, { text: numbers })).toEqual([]);
  },

  'what says it more often, in fewer words, is first, and then what came last': async (open) => {
    const index = await filled(open, [
      anItem('long', `cache ${'filler '.repeat(400)}`),
      anItem('short', 'one cache'),
      anItem('often', `cache, cache and cache ${'filler '.repeat(20)}`),
      anItem('short too', 'a cache'),
    ]);
    expect(await found(index, { text: 'cache' })).toEqual(['often', 'short too', 'short', 'long']);
    const two = await index.search(aQuery({ text: 'cache', limit: 2 }));
    expect(two.hits.map(({ item }) => item)).toEqual(['often', 'short too']);
    expect(two.capped).toBe(false);
  },

  'it looks in one context, one branch, for one kind': async (open) => {
    const index = await filled(open, [
      anItem('note', 'cache'),
      anItem('message', 'cache', { kind: 'message' }),
    ]);
    await take(index, there, beginning, [anItem('elsewhere', 'cache')]);
    await take(index, branch, beginning, [anItem('on a branch', 'cache')]);
    const looks: readonly (readonly [Partial<Query>, readonly string[]])[] = [
      [{}, ['elsewhere', 'message', 'note']],
      [{ context: 'here' }, ['message', 'note']],
      [{ context: 'there' }, ['elsewhere']],
      [{ context: 'nowhere' }, []],
      [{ branch: 'other' }, ['on a branch']],
      [{ branch: 'other', context: 'there' }, []],
      [{ kind: 'note' }, ['elsewhere', 'note']],
      [{ kind: 'note', context: 'here' }, ['note']],
      [{ kind: 'vote' }, []],
    ];
    for (const [query, items] of looks)
      expect([query, await found(index, { text: 'cache', ...query })]).toEqual([query, items]);
  },

  'an agent finds what it may see, whatever agents are called': async (open) => {
    const names = ['ada', 'Ada', 'a d a', 'agent"', 'ä', '*', 'everybody', ''];
    const index = await filled(open, [
      anItem('shared', 'cache'),
      ...names.map((author) => anItem(`of ${author}`, 'cache', { author, visibility: 'private' })),
      anItem('named', 'cache', { author: 'bob', visibility: ['eve', '*'] }),
    ]);
    for (const agent of names) {
      const seen = ['shared', `of ${agent}`, ...(agent === '*' ? ['named'] : [])];
      expect((await found(index, { text: 'cache', agent })).toSorted()).toEqual(seen.toSorted());
    }
    expect(await found(index, { text: 'cache', agent: 'bob' })).toEqual(['named', 'shared']);
    expect(await found(index, { text: 'cache', agent: 'nobody' })).toEqual(['shared']);
    expect(await found(index, { text: 'cache' })).toHaveLength(names.length + 2);
  },

  'an item that is written again is found as it stands, and one that is gone is not': async (
    open,
  ) => {
    const index = open();
    const first = await take(index, here, beginning, [anItem('a', 'cache'), anItem('b', 'cache')]);
    expect(await found(index, { text: 'cache' })).toEqual(['b', 'a']);
    const second = await take(index, here, first, [anItem('a', 'queue cache', { version: 2 })]);
    expect(await found(index, { text: 'cache' })).toEqual(['b', 'a']);
    expect(await found(index, { text: 'queue' })).toEqual(['a']);
    const third = await take(index, here, second, [anItem('a', 'stack', { version: 3 })], ['b']);
    expect(await found(index, { text: 'cache' })).toEqual([]);
    const { hits } = await index.search(aQuery({ text: 'stack' }));
    expect(hits).toMatchObject([{ item: 'a', version: 3 }]);
    await take(index, here, third, [], ['a', 'never there']);
    expect(await found(index, { text: 'stack' })).toEqual([]);
  },

  'it remembers how far it has come in each branch, and takes nothing from elsewhere': async (
    open,
  ) => {
    const index = open();
    expect(await index.reached(here)).toEqual(beginning);
    const first = await take(index, here, beginning, [anItem('a', 'cache')]);
    expect(await index.reached(here)).toEqual(first);
    expect(await index.reached(there)).toEqual(beginning);
    expect(await index.reached(branch)).toEqual(beginning);
    for (const from of [beginning, { ...first, hash: 'another' }, { ...first, version: 9 }])
      await index.take(here, { from, to: at(10), written: [anItem('b', 'cache')], gone: ['a'] });
    expect(await index.reached(here)).toEqual(first);
    expect(await found(index, { text: 'cache' })).toEqual(['a']);
  },

  'what one connection took in, another finds': async (open) => {
    const [writer, reader] = [open(), open()];
    const first = await take(writer, here, beginning, [anItem('a', 'cache')]);
    expect(await reader.reached(here)).toEqual(first);
    expect(await found(reader, { text: 'cache' })).toEqual(['a']);
    await take(reader, here, first, [anItem('b', 'cache')]);
    expect(await found(writer, { text: 'cache' })).toEqual(['b', 'a']);
  },

  'an item can be removed alone, and a branch as a whole': async (open) => {
    const index = await filled(open, [anItem('a', 'cache'), anItem('b', 'cache')]);
    await take(index, there, beginning, [anItem('a', 'cache')]);
    const reached = await index.reached(here);
    await index.remove(here, 'a');
    await index.remove(here, 'never there');
    await index.remove(branch, 'a');
    expect(await found(index, { text: 'cache', context: 'here' })).toEqual(['b']);
    expect(await index.reached(here)).toEqual(reached);
    await index.forget(here);
    await index.forget(branch);
    expect(await index.reached(here)).toEqual(beginning);
    expect(await found(index, { text: 'cache' })).toEqual(['a']);
    await take(index, here, beginning, [anItem('c', 'cache')]);
    expect(await found(index, { text: 'cache', context: 'here' })).toEqual(['c']);
  },

  'items may be called anything': async (open) => {
    const names = ['a b', 'A B', '', '\0', 'a\0b', '\ud800', '😀', '"', "'", 'x'.repeat(512)];
    const index = await filled(
      open,
      names.map((name) => anItem(name, 'cache')),
    );
    expect((await found(index, { text: 'cache' })).toSorted()).toEqual(names.toSorted());
    for (const name of names) await index.remove(here, name);
    expect(await found(index, { text: 'cache' })).toEqual([]);
  },

  'of more matches than can be ranked the last are, and the answer says so': async (open) => {
    const items = Array.from({ length: CANDIDATES + 1 }, (_, place) =>
      anItem(`${place}`, `cache ${place === 0 ? 'cache cache' : ''} ${place % 2 ? 'odd' : ''}`),
    );
    const index = await filled(open, items);
    const all = await index.search(aQuery({ text: 'cache', limit: 3 }));
    expect(all.capped).toBe(true);
    expect(all.hits.map(({ item }) => item)).toEqual([2000, 1998, 1996].map(String));
    const odd = await index.search(aQuery({ text: 'odd cache', limit: 1 }));
    expect(odd).toMatchObject({ capped: false, hits: [{ item: '1999' }] });
  },
} satisfies Record<string, (open: Open) => Promise<void>>;

/** Every `SearchIndex` must pass this. */
export const searchIndexConformance = conformance('SearchIndex', rules);

const at = (version: number): Position => ({ version, hash: `hash ${version}` });

const anItem = (item: string, text: string, more: Partial<IndexedItem> = {}): IndexedItem => ({
  item,
  text,
  version: 1,
  kind: 'note',
  author: 'user',
  visibility: 'shared',
  ...more,
});

const aQuery = (more: Partial<Query>): Query => ({
  text: '',
  branch: 'main',
  limit: 3000,
  ...more,
});

async function take(
  index: SearchIndex,
  address: Address,
  from: Position,
  written: readonly IndexedItem[],
  gone: readonly string[] = [],
): Promise<Position> {
  const to = at(from.version + 1);
  await index.take(address, { from, to, written, gone });
  return to;
}

async function filled(open: Open, items: readonly IndexedItem[]): Promise<SearchIndex> {
  const index = open();
  await take(index, here, beginning, items);
  return index;
}

const found = async (index: SearchIndex, query: Partial<Query>): Promise<readonly string[]> =>
  (await index.search(aQuery(query))).hits.map(({ item }) => item);

/** Whether a look at each of its words finds one. */
const says = (text: string, query: string): boolean =>
  termsOf(query, 1).every(({ word, isPrefix }) =>
    words(text).some((one) => (isPrefix ? one.startsWith(word) : one === word)),
  );

const words = (text: string) => [...wordsIn(text)].map(({ word }) => word);
