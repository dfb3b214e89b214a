import fc from 'fast-check';
import { expect } from 'vitest';
import type { Json } from '../../lib/core/shared/json.ts';
import type { Range, Row, Table } from '../../lib/core/shared/table.ts';
import { conformance } from './_conformance.ts';
import { noiseText } from './_noise.ts';

type Open = () => Table;

const RIVALS = 16;

const rules = {
  'what was put is read at once': async (open) => {
    const table = open();
    await table.put(aRow(), 'absent');
    expect(await table.get(aRow())).toEqual(aRow());
    expect(await all(table)).toEqual([aRow()]);
  },

  'what one connection wrote, another reads': async (open) => {
    const [writer, reader] = [open(), open()];
    await writer.put(aRow(), 'absent');
    expect(await reader.get(aRow())).toEqual(aRow());
    await writer.put(aRow({ version: 2, body: 'next' }), { version: 1 });
    expect(await all(reader)).toEqual([aRow({ version: 2, body: 'next' })]);
    await writer.remove(aRow(), { version: 2 });
    expect(await reader.get(aRow())).toBeUndefined();
  },

  'a row that will expire is there until then, and is read like any other': async (open) => {
    const table = open();
    await table.put({ ...aRow(), expires: new Date(Date.now() + 86_400_000) }, 'absent');
    expect(await table.get(aRow())).toEqual(aRow());
    expect(await all(table)).toEqual([aRow()]);
  },

  'what was never put is not there': async (open) => {
    const table = open();
    expect(await table.get(aRow())).toBeUndefined();
    expect(await all(table)).toEqual([]);
  },

  'a row that stands is not put as absent, and its writer is shown it': async (open) => {
    const table = open();
    await table.put(aRow({ body: 'winner' }), 'absent');
    const outcome = await table.put(aRow({ version: 2, body: 'loser' }), 'absent');
    expect(outcome).toEqual({ kind: 'refused', standing: aRow({ body: 'winner' }) });
    expect(await table.get(aRow())).toEqual(aRow({ body: 'winner' }));
  },

  'a row is replaced by whoever names the version that stands': async (open) => {
    const table = open();
    await table.put(aRow(), 'absent');
    const next = aRow({ version: 2, body: 'next' });
    expect(await table.put(next, { version: 1 })).toEqual({ kind: 'put' });
    expect(await table.get(aRow())).toEqual(next);
  },

  'a writer that names another version is refused and shown the row': async (open) => {
    const table = open();
    await table.put(aRow({ version: 2 }), 'absent');
    for (const version of [1, 3]) {
      const outcome = await table.put(aRow({ version: 4, body: 'loser' }), { version });
      expect(outcome).toEqual({ kind: 'refused', standing: aRow({ version: 2 }) });
    }
    expect(await table.get(aRow())).toEqual(aRow({ version: 2 }));
  },

  'a version of what is not there is refused, with nothing standing': async (open) => {
    const table = open();
    const outcome = await table.put(aRow({ version: 2 }), { version: 1 });
    expect(outcome).toEqual({ kind: 'refused', standing: undefined });
    expect(await table.get(aRow())).toBeUndefined();
  },

  'of many rivals for an absent row exactly one writes, and the losers are shown it': async (
    open,
  ) => {
    const rivals = many(RIVALS).map((rival) => aRow({ body: { rival } }));
    const outcomes = await Promise.all(rivals.map((row) => open().put(row, 'absent')));
    await expectOneWinner(open(), rivals, outcomes);
  },

  'of many rivals for one version exactly one writes, and the losers are shown it': async (
    open,
  ) => {
    await open().put(aRow(), 'absent');
    const rivals = many(RIVALS).map((rival) => aRow({ version: 2, body: { rival } }));
    const outcomes = await Promise.all(rivals.map((row) => open().put(row, { version: 1 })));
    await expectOneWinner(open(), rivals, outcomes);
  },

  'rivals with the same large body leave the winner whole': async (open) => {
    const body = noiseText(150_000);
    const rivals = many(4).map(() => aRow({ body }));
    const outcomes = await Promise.all(rivals.map((row) => open().put(row, 'absent')));
    expect(outcomes.filter(({ kind }) => kind === 'put')).toHaveLength(1);
    expect(await open().get(aRow())).toEqual(aRow({ body }));
  },

  'a large row can be read at any moment while it is replaced': async (open) => {
    const [writer, reader] = [open(), open()];
    const versions = many(6).map((index) => index + 1);
    await writer.put(aRow({ body: noiseText(150_000, 1) }), 'absent');
    const writing = versions.slice(1).reduce(async (before, version) => {
      await before;
      await writer.put(aRow({ version, body: noiseText(150_000, version) }), {
        version: version - 1,
      });
    }, Promise.resolve());
    for (const _ of versions) {
      const row = await reader.get(aRow());
      expect(row?.body).toBe(noiseText(150_000, row?.version ?? 0));
      expect(await all(reader)).toHaveLength(1);
    }
    await writing;
  },

  'rows that are absent are appended, all of them, in their order': async (open) => {
    const table = open();
    const rows = ['a', 'b', 'c'].map((sort) => aRow({ sort, body: sort }));
    expect(await table.append(rows)).toBe(3);
    expect(await all(table)).toEqual(rows);
    expect(await table.append([])).toBe(0);
    expect(await table.append([aRow({ sort: 'd' })])).toBe(1);
  },

  'an append ends before the first row that stands': async (open) => {
    const table = open();
    await table.put(aRow({ sort: 'c', body: 'stands' }), 'absent');
    const rows = ['a', 'b', 'c', 'd'].map((sort) => aRow({ sort, body: 'appended' }));
    expect(await table.append(rows)).toBe(2);
    expect(await all(table)).toEqual([...rows.slice(0, 2), aRow({ sort: 'c', body: 'stands' })]);
    expect(await table.append(rows)).toBe(0);
  },

  'rivals that append the same rows have put what they are told, and nothing else stands': async (
    open,
  ) => {
    const rowsOf = (rival: number) => ['a', 'b', 'c'].map((sort) => aRow({ sort, body: rival }));
    const told = await Promise.all(many(RIVALS).map((rival) => open().append(rowsOf(rival))));
    const put = told.flatMap((count, rival) => rowsOf(rival).slice(0, count));
    expect(await all(open())).toEqual(put.toSorted((one, other) => byUtf8(one.sort, other.sort)));
  },

  'appended bodies of every size come back equal': async (open) => {
    const table = open();
    const bodies = [1, noiseText(2_000), noiseText(150_000), { text: noiseText(1_000_000) }];
    const rows = bodies.map((body, at) => aRow({ sort: `size ${at}`, body }));
    expect(await table.append(rows)).toBe(4);
    expect(await all(table)).toEqual(rows);
  },

  'a row that cannot be put ends an append, and only as its first is its fault': async (open) => {
    const table = open();
    const large = aRow({ sort: 'b', body: 'x'.repeat(33 * 1024 * 1024) });
    expect(await table.append([aRow({ sort: 'a' }), large, aRow({ sort: 'c' })])).toBe(1);
    await expect(table.append([large, aRow({ sort: 'c' })])).rejects.toMatchObject({
      code: 'context.tooLarge',
    });
    expect(await all(table)).toEqual([aRow({ sort: 'a' })]);
  },

  'bodies of every size come back equal': async (open) => {
    const table = open();
    const bodies: readonly Json[] = [
      1,
      'x'.repeat(2_000),
      noiseText(2_000),
      'x'.repeat(150_000),
      noiseText(150_000),
      { text: noiseText(5_000_000), more: [null, true] },
    ];
    for (const [at, body] of bodies.entries())
      await table.put(aRow({ sort: `size ${at}`, body }), 'absent');
    expect((await table.get(aRow({ sort: 'size 5' })))?.body).toEqual(bodies[5]);
    expect((await all(table)).map(({ body }) => body)).toEqual(bodies);
  },

  'any JSON comes back equal': async (open) => {
    const table = open();
    let version = 1;
    await table.put(aRow(), 'absent');
    const roundTrip = async (body: unknown) => {
      const json: Json = JSON.parse(JSON.stringify(body));
      await table.put(aRow({ version: version + 1, body: json }), { version });
      version += 1;
      expect((await table.get(aRow()))?.body).toEqual(json);
    };
    await fc.assert(fc.asyncProperty(fc.jsonValue({ stringUnit: 'binary' }), roundTrip), {
      numRuns: 50,
    });
    await roundTrip({ '__proto__ ': 1, lone: '\ud800', nul: '\0', bom: '\ufeff' });
  },

  'a list is what a sorted array would give, for any keys and any range': (open) =>
    listsLikeASortedArray(open, keysAndRange),

  'a list is what a sorted array would give, for keys of the basic plane': (open) =>
    listsLikeASortedArray(
      open,
      keysAndRange.filter((given) => !/[\u{10000}-\u{10ffff}]/u.test(JSON.stringify(given))),
    ),

  'keys sort by their UTF-8, not by their UTF-16': async (open) => {
    const table = open();
    const [first, second] = ['\uff5e', '\u{1f600}']; // UTF-16 has them the other way round
    for (const sort of [second, first]) await table.put(aRow({ sort }), 'absent');
    expect((await all(table)).map(({ sort }) => sort)).toEqual([first, second]);
    const behind = await all(table, undefined, { after: first });
    expect(behind.map(({ sort }) => sort)).toEqual([second]);
  },

  'a long list has every row once, in order, in both directions': async (open) => {
    const table = open();
    const sorts = many(400).map((index) => String(index).padStart(6, '0'));
    for (const sort of sorts.toReversed()) await table.put(aRow({ sort }), 'absent');
    expect((await all(table)).map(({ sort }) => sort)).toEqual(sorts);
    const backwards = await all(table, undefined, { backwards: true });
    expect(backwards.map(({ sort }) => sort)).toEqual(sorts.toReversed());
    const some = await all(table, undefined, { after: '000099', upTo: '000349', limit: 200 });
    expect(some.map(({ sort }) => sort)).toEqual(sorts.slice(100, 300));
    const upTo = await all(table, undefined, { upTo: '000299', backwards: true });
    expect(upTo.map(({ sort }) => sort)).toEqual(sorts.slice(0, 300).toReversed());
  },

  'a list that is left early holds up nobody': async (open) => {
    const table = open();
    for (const index of many(5)) await table.put(aRow({ sort: `${index}` }), 'absent');
    for await (const { sort } of table.list(aRow().partition)) {
      expect(await open().put(aRow({ version: 2, sort }), { version: 1 })).toEqual({ kind: 'put' });
      break;
    }
    expect(await table.put(aRow({ version: 3, sort: '0' }), { version: 2 })).toEqual({
      kind: 'put',
    });
  },

  'rows may be written and removed while a list goes on': async (open) => {
    const table = open();
    for (const index of many(5)) await table.put(aRow({ sort: `${index}` }), 'absent');
    const seen: string[] = [];
    for await (const { sort } of table.list(aRow().partition)) {
      seen.push(sort);
      await table.remove(aRow({ sort }), { version: 1 });
    }
    expect(seen).toEqual(['0', '1', '2', '3', '4']);
    expect(await all(table)).toEqual([]);
  },

  'what is removed is gone, and its place is free': async (open) => {
    const table = open();
    const row = aRow({ body: noiseText(150_000) });
    await table.put(row, 'absent');
    expect(await table.remove(row, { version: 1 })).toEqual({ kind: 'put' });
    expect(await table.get(row)).toBeUndefined();
    expect(await table.put(aRow({ body: 'next' }), 'absent')).toEqual({ kind: 'put' });
    expect(await table.get(row)).toEqual(aRow({ body: 'next' }));
  },

  'a removal that names another version is refused and shown the row': async (open) => {
    const table = open();
    await table.put(aRow({ version: 2 }), 'absent');
    const outcome = await table.remove(aRow(), { version: 1 });
    expect(outcome).toEqual({ kind: 'refused', standing: aRow({ version: 2 }) });
    expect(await table.get(aRow())).toEqual(aRow({ version: 2 }));
  },

  'removing what is not there is refused, with nothing standing': async (open) => {
    const outcome = await open().remove(aRow(), { version: 1 });
    expect(outcome).toEqual({ kind: 'refused', standing: undefined });
  },

  'partitions never mix, and keys are opaque': async (open) => {
    const table = open();
    const rows = hostile.flatMap((partition) =>
      hostile.map((sort) => aRow({ partition, sort, body: [partition, sort] })),
    );
    for (const row of rows) expect(await table.put(row, 'absent')).toEqual({ kind: 'put' });
    for (const row of rows) expect(await table.get(row)).toEqual(row);
    for (const partition of hostile) {
      const own = rows.filter((row) => row.partition === partition);
      expect(await all(table, partition)).toEqual(within(own, {}));
    }
  },
} satisfies Record<string, (open: Open) => Promise<void>>;

/** Every `Table` must pass this. */
export const tableConformance = conformance('Table', rules);

const aRow = (row: Partial<Row> = {}): Row => ({
  partition: 'tenant/things',
  sort: 'one',
  version: 1,
  body: { text: 'first' },
  ...row,
});

const many = (count: number) => Array.from({ length: count }, (_, index) => index);

async function all(table: Table, partition = aRow().partition, range?: Range) {
  const rows: Row[] = [];
  for await (const row of table.list(partition, range)) rows.push(row);
  return rows;
}

async function expectOneWinner(
  table: Table,
  rivals: readonly Row[],
  outcomes: readonly Awaited<ReturnType<Table['put']>>[],
) {
  const winners = rivals.filter((_, at) => outcomes[at]?.kind === 'put');
  expect(winners).toHaveLength(1);
  const losers = outcomes.filter(({ kind }) => kind === 'refused');
  expect(losers).toHaveLength(rivals.length - 1);
  for (const loser of losers) expect(loser).toEqual({ kind: 'refused', standing: winners[0] });
  expect(await table.get(aRow())).toEqual(winners[0]);
}

const byUtf8 = (left: string, right: string) =>
  Buffer.compare(Buffer.from(left), Buffer.from(right));

/** The model: what a list must be. */
function within(rows: readonly Row[], { after, upTo, backwards, limit }: Range) {
  const sorted = rows
    .filter(({ sort }) => after === undefined || byUtf8(sort, after) > 0)
    .filter(({ sort }) => upTo === undefined || byUtf8(sort, upTo) <= 0)
    .toSorted((left, right) => byUtf8(left.sort, right.sort));
  return (backwards ? sorted.toReversed() : sorted).slice(0, limit);
}

/** Few letters, so that ranges hit keys and prefixes of keys; some of them are beyond UTF-16's order. */
const key = fc.oneof(
  fc.string({
    unit: fc.constantFrom('a', 'B', '0', '/', 'é', 'e\u0301', '\uff5e', '\u{1f600}', '\u{10ffff}'),
    minLength: 1,
    maxLength: 4,
  }),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 6 }).filter((text) => !text.includes('\0')),
);
/** Some keys, and a range whose ends are often among them. */
const keysAndRange = fc.uniqueArray(key, { minLength: 1, maxLength: 12 }).chain((keys) => {
  const end = fc.oneof(fc.constantFrom(...keys), key);
  const range = fc.record(
    { after: end, upTo: end, backwards: fc.boolean(), limit: fc.integer({ min: 1, max: 14 }) },
    { requiredKeys: [] },
  );
  return fc.tuple(fc.constant(keys), range);
});

async function listsLikeASortedArray(open: Open, given: typeof keysAndRange) {
  const table = open();
  let partition = 0;
  await fc.assert(
    fc.asyncProperty(given, async ([sorts, range]) => {
      partition += 1;
      const rows = sorts.map((sort) => aRow({ partition: `tenant/${partition}`, sort }));
      for (const row of rows) await table.put(row, 'absent');
      expect(await all(table, `tenant/${partition}`, range)).toEqual(within(rows, range));
    }),
    { numRuns: 60 },
  );
}

const hostile = [
  'a',
  'A',
  'a/b',
  'a ',
  ' a',
  'ab',
  'a\u0301',
  'á',
  "a' OR '1'='1",
  '"a"',
  'a%',
  'a_',
  'a#b',
  '../a',
  '\u{1f600}',
];
