import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { commitKey, commitsOf } from '../../../lib/core/context/address.ts';
import { beginning, Commit, type Position } from '../../../lib/core/context/commit.ts';
import { createContextLog } from '../../../lib/core/context/context-log.ts';
import { hashBody, hashCommit } from '../../../lib/core/context/integrity.ts';
import { verifyContext } from '../../../lib/core/context/verify-context.ts';
import { Fault } from '../../../lib/core/shared/faults.ts';
import type { Json } from '../../../lib/core/shared/json.ts';
import type { Row, Table } from '../../../lib/core/shared/table.ts';
import { countedIds } from '../../support/counted-ids.ts';
import { memoryLog, memoryTable, redactor } from '../../support/memory-log.ts';
import { hastyClock } from '../../support/still-clock.ts';
import { address, draft, note, put, retire } from './_drafts.ts';

/** A history with every field that a commit can have, some of them twice. */
async function aHistory(): Promise<readonly Row[]> {
  const { log, table } = memoryLog();
  const cause = { run: 'run_1', step: 'turn', round: 1, agent: 'one' };
  const author = { agent: 'one', backend: 'lmstudio', model: 'small' };
  const tagged = put('a', { words: ['some', { deep: 1.5 }], none: null }, { tags: ['x', 'y'] });
  await log.commit(address, note('before', 'text'));
  await log.commit(address, draft([tagged], { id: 'mine', expects: ['before'] }));
  await log.commit(address, draft([put('b', 17)], { id: 'r/t', author, cause }), 1);
  await log.commit(address, draft([put('c', true, { visibility: ['one'] }), retire('a')]));
  await log.commit(address, draft([put('d', [])], { expects: '*' }));
  return rowsOf(table);
}

async function rowsOf(table: Table): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const row of table.list(commitsOf(address))) rows.push(row);
  return rows;
}

/** Verifies a table that holds these rows and no other. */
async function verify(rows: readonly Row[], anchors: readonly Position[] = []) {
  const table = memoryTable();
  for (const row of rows) await table.put(row, 'absent');
  const log = createContextLog({ table, clock: hastyClock(), ids: countedIds(), redactor });
  return verifyContext(log, address, anchors);
}

type Path = readonly (string | number)[];
type Change = { readonly path: Path; readonly to: (old: Json) => Json | undefined };

const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every place in a document, the document itself included. */
function placesIn(value: Json, path: Path = []): readonly (readonly [Path, Json])[] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  const members: readonly (readonly [string | number, Json])[] = Array.isArray(value)
    ? value.map((entry, at) => [at, entry] as const)
    : Object.entries(value);
  return [[path, value], ...members.flatMap(([key, member]) => placesIn(member, [...path, key]))];
}

/** All that can be done to one place: other values, another member more, a member less. */
function changesAt([path, value]: readonly [Path, Json]): readonly Change[] {
  const others: readonly Json[] = [null, 0, 7, '', 'x', true, false, [], {}, [null], { a: 1 }];
  const replaced = others.filter((other) => JSON.stringify(other) !== JSON.stringify(value));
  const near = nearTo(value).filter((other) => JSON.stringify(other) !== JSON.stringify(value));
  return [
    ...[...replaced, ...near].map((other) => ({ path, to: () => other })),
    ...(path.length > 0 ? [{ path, to: () => undefined }] : []),
  ];
}

/** Values that are hardly different. */
function nearTo(value: Json): readonly Json[] {
  if (typeof value === 'string') return [`${value} `, value.toUpperCase(), value.slice(1)];
  if (typeof value === 'number') return [value + 1, value - 1, -value, String(value)];
  if (Array.isArray(value)) return [[...value, null], value.toReversed(), value.slice(1)];
  if (isObject(value))
    return [
      { ...value, more: 1 },
      { ...value, more: null },
    ];
  return [];
}

function changed(value: Json, [key, ...rest]: Path, to: Change['to']): Json | undefined {
  if (key === undefined) return to(value);
  const copy = structuredClone(value) as Record<string | number, Json | undefined>; // a container, by its path
  const member = changed(copy[key] ?? null, rest, to);
  if (member !== undefined) copy[key] = member;
  else if (Array.isArray(copy)) copy.splice(Number(key), 1);
  else delete copy[key];
  return copy as Json;
}

/** Each way of taking one member from a document, or adding one to it. */
const membersGoneOrMore = (body: Json): readonly (readonly [Path, Json])[] =>
  placesIn(body).flatMap(([path, value]) => [
    ...(path.length > 0 ? [[path, changed(body, path, () => undefined) ?? null] as const] : []),
    ...(isObject(value)
      ? [[path, changed(body, path, () => ({ ...value, more: 1 })) ?? null] as const]
      : []),
  ]);

/** The same rows, but that one of them says something else. */
const withBody = (rows: readonly Row[], at: number, body: Json): readonly Row[] =>
  rows.with(at, { ...commitKey(address, at + 1), version: 1, body });

describe('a history', () => {
  let rows: readonly Row[];
  beforeAll(async () => {
    rows = await aHistory();
  });

  const anchorAt = (version: number): Position => {
    const body = rows[version - 1]?.body ?? null;
    const hash = isObject(body) ? body['hash'] : null;
    return { version, hash: typeof hash === 'string' ? hash : null };
  };

  it('that nobody touched verifies', async () => {
    expect(await verify(rows)).toEqual({ ok: true, checked: 5, firstBad: null });
    const anchors = [anchorAt(5), { version: 0, hash: null }, anchorAt(2)];
    expect(await verify(rows, anchors)).toMatchObject({ ok: true });
    expect(await verify([])).toEqual({ ok: true, checked: 0, firstBad: null });
  });

  it('in which one place of one commit is other than it was does not, and names the commit', () => {
    const row = fc.nat(rows.length - 1);
    return fc.assert(
      fc.asyncProperty(row, fc.nat(), fc.nat(), async (at, anyPlace, anyChange) => {
        const body = rows[at]?.body ?? null;
        const places = placesIn(body);
        const place = places[anyPlace % places.length] ?? [[], null];
        const changes = changesAt(place);
        const change = changes[anyChange % changes.length] ?? { path: [], to: () => null };
        const forged = changed(body, change.path, change.to) ?? null;
        const verdict = await verify(withBody(rows, at, forged));
        expect(verdict).toMatchObject({ ok: false, firstBad: { version: at + 1 } });
      }),
      { numRuns: 100 },
    );
  }, 120_000);

  it('in which any member of a commit is gone, or has one beside it, does not verify', async () => {
    for (const [at, { body }] of rows.entries())
      for (const [path, forged] of membersGoneOrMore(body))
        expect([path, await verify(withBody(rows, at, forged))]).toMatchObject([
          path,
          { ok: false, firstBad: { version: at + 1 } },
        ]);
  }, 120_000);

  it.each([1, 2, 3, 4])('without its commit %i is bad from there on', async (version) => {
    const verdict = await verify(rows.toSpliced(version - 1, 1));
    expect(verdict).toMatchObject({ ok: false, firstBad: { version } });
  });

  it('without its last commits is bad only to someone who remembers them', async () => {
    const short = rows.slice(0, 3);
    expect(await verify(short)).toMatchObject({ ok: true, checked: 3 });
    expect(await verify(short, [anchorAt(3)])).toMatchObject({ ok: true });
    expect(await verify(short, [anchorAt(5), anchorAt(2)])).toEqual({
      ok: false,
      checked: 3,
      firstBad: { version: 4, why: 'history ends before version 5, which once stood' },
    });
    expect(await verify([], [anchorAt(1)])).toMatchObject({ firstBad: { version: 1 } });
  });

  it('with two commits in each other’s place is bad from the first of them', async () => {
    for (const [first, second] of [
      [1, 2],
      [2, 5],
      [3, 4],
    ] as const) {
      const bodies = rows.map(({ body }) => body);
      const swapped = rows.map((row, at) => {
        if (at === first - 1) return { ...row, body: bodies[second - 1] ?? null };
        return at === second - 1 ? { ...row, body: bodies[first - 1] ?? null } : row;
      });
      expect(await verify(swapped)).toMatchObject({ ok: false, firstBad: { version: first } });
    }
  });

  it('in which one commit was written anew, hash and all, is bad from the next on', async () => {
    const forged = Commit.parse(rows[1]?.body);
    const anew = { ...forged, at: '2025-01-01T00:00:00.000Z' };
    const body = JSON.parse(JSON.stringify({ ...anew, hash: hashCommit(anew) }));
    expect(await verify(withBody(rows, 1, body))).toEqual({
      ok: false,
      checked: 5,
      firstBad: { version: 3, why: 'its parent is not the commit before it' },
    });
  });

  it('that was written anew is bad to someone who remembers it', async () => {
    const { log, table } = memoryLog();
    for (let at = 0; at < 5; at += 1) await log.commit(address, note('a', at));
    const forged = await rowsOf(table);
    expect(await verify(forged)).toMatchObject({ ok: true });
    expect(await verify(forged, [anchorAt(5), anchorAt(3)])).toEqual({
      ok: false,
      checked: 5,
      firstBad: { version: 3, why: 'its hash is not the one that was expected' },
    });
  });

  it('that belongs to another context or branch is bad', async () => {
    for (const elsewhere of [
      { ...address, context: 'other' },
      { ...address, branch: 'side' },
    ]) {
      const table = memoryTable();
      for (const [at, row] of rows.entries())
        await table.put({ ...row, ...commitKey(elsewhere, at + 1) }, 'absent');
      const log = createContextLog({ table, clock: hastyClock(), ids: countedIds(), redactor });
      if (elsewhere.branch !== 'main') await log.branches.fork(address, beginning, 'side');
      expect(await verifyContext(log, elsewhere, [])).toMatchObject({
        firstBad: { version: 1, why: 'it was written for ctx (main)' },
      });
    }
  });

  it('in which one commit cannot be read is bad there, or where it was bad before', async () => {
    const broken = withBody(rows, 3, 'no commit');
    expect(await verify(broken)).toMatchObject({ ok: false, checked: 4, firstBad: { version: 4 } });
    const swapped = withBody(broken, 1, rows[2]?.body ?? null);
    expect(await verify(swapped)).toMatchObject({ firstBad: { version: 2 } });
    expect(await verify(broken.toSpliced(2, 1))).toMatchObject({ firstBad: { version: 3 } });
  });

  it('in a store that is busy or breaks down gets no verdict', async () => {
    const busy = new Fault('store.busy', { place: 'the table' });
    const unreadable = new Fault('store.broken', { place: 'the table', detail: 'it is' });
    const store = memoryLog();
    for (const thrown of [busy, new TypeError('no')]) {
      const all = { ...store.log, after: () => Promise.reject(thrown) };
      await expect(verifyContext(all, address, [])).rejects.toBe(thrown);
      const oneByOne = {
        ...store.log,
        after: () => Promise.reject(unreadable),
        at: () => Promise.reject(thrown),
      };
      await expect(verifyContext(oneByOne, address, [])).rejects.toBe(thrown);
    }
  });
});

it('the first characters of a body cannot hide in its salt', () => {
  expect(hashBody('salt', 17)).not.toBe(hashBody('salt1', 7));
  expect(hashBody('', 17)).not.toBe(hashBody('1', 7));
});
