import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Address, mainBranch } from '../../../lib/core/context/address.ts';
import { termsOf, wordsIn } from '../../../lib/core/context/words.ts';
import { indexBranch } from '../../../lib/core/session/index-branch.ts';
import { quote, search } from '../../../lib/core/session/search.ts';
import type { Fault } from '../../../lib/core/shared/faults.ts';
import { createMemoryIndex } from '../../../lib/stores/memory/memory-index.ts';
import { memoryLog } from '../../support/memory-log.ts';
import { address, draft, note, put, retire } from '../context/_drafts.ts';
import { counting } from '../context/_tables.ts';

function library(parts: Parameters<typeof memoryLog>[0] = {}) {
  const problems: Fault[] = [];
  const { log, clock, table } = memoryLog(parts);
  const onUnreadable = (problem: Fault) => problems.push(problem);
  const deps = { log, clock, tenant: address.tenant, onUnreadable };
  return { deps, log, table, problems, index: createMemoryIndex() };
}

const aQuery = (text: string) => ({ text, branch: 'main', limit: 100 });

describe('an index that follows a branch', () => {
  it('finds what a look at each item that stands would find, wherever it had stopped', async () => {
    const operations = fc.array(
      fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('', 'red', 'red green', 'Green!')),
      { minLength: 1, maxLength: 3 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(operations, fc.boolean()), { maxLength: 12 }),
        async (commits) => {
          const { deps, log, index, problems } = library();
          for (const [changes, indexNow] of commits) {
            const changed = changes.map(([item, text]) => (text ? put(item, text) : retire(item)));
            await log.commit(address, draft(changed));
            if (indexNow) await indexBranch(deps, index, address);
          }
          const { state } = await log.history(address);
          for (const text of ['red', 'green']) {
            const naive = [...state.items.values()].filter(({ body }) =>
              [...wordsIn(String(body))].some(({ word }) => word === termsOf(text, 1)[0]?.word),
            );
            const { hits } = await search(deps, index, [address], aQuery(text));
            expect(hits.map(({ item, version }) => `${item}@${version}`).toSorted()).toEqual(
              naive.map(({ id, version }) => `${id}@${version}`).toSorted(),
            );
          }
          expect(problems).toEqual([]);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('reads each commit once, however many there are, and one row when nothing is new', async () => {
    const table = counting(memoryLog().table);
    const { deps, log, index } = library({ table });
    for (let at = 0; at < 150; at += 1) await log.commit(address, note(`n${at}`, 'red'));
    table.counts();
    await indexBranch(deps, index, address);
    expect(table.counts().rows).toBeLessThan(160);
    await indexBranch(deps, index, address);
    expect(table.counts()).toEqual({ gets: 0, puts: 0, lists: 1, rows: 1 });
    expect((await index.search({ ...aQuery('red'), limit: 500 })).hits).toHaveLength(150);
  });

  it('begins anew when another history stands where it had read', async () => {
    const first = library();
    await first.log.commit(address, note('old', 'red'));
    await first.log.commit(address, note('older', 'red'));
    const { index } = first;
    await indexBranch(first.deps, index, address);
    const second = library();
    for (const item of ['new', 'newer']) await second.log.commit(address, note(item, 'red'));
    const { hits } = await search(second.deps, index, [address], aQuery('red'));
    expect(hits.map(({ item }) => item)).toEqual(['newer', 'new']);
    const shorter = library();
    const none = await search(shorter.deps, index, [address], aQuery('red'));
    expect(none.hits).toEqual([]);
  });

  it('leaves a history where it cannot be read, says so, and searches the others', async () => {
    const { deps, log, index, table, problems } = library();
    const other: Address = mainBranch('tenant', 'other');
    await log.commit(address, note('a', 'red'));
    await log.commit(other, note('b', 'red'));
    await indexBranch(deps, index, address);
    await table.put(
      {
        partition: 'tenant/contexts/ctx/main',
        sort: '000000000002',
        version: 1,
        body: 'no commit',
      },
      'absent',
    );
    const { hits } = await search(deps, index, [address, other], aQuery('red'));
    expect(hits.map(({ item }) => item)).toEqual(['b', 'a']);
    expect(problems.map(({ code }) => code)).toEqual(['context.unreadable']);
  });

  it('does not find what a run notes down about itself', async () => {
    const { deps, log, index } = library();
    await log.commit(
      address,
      draft([
        put('run/1', { question: 'red' }, { kind: 'event' }),
        put('turn/1/question', 'red', { kind: 'message' }),
        put('mine', 'red', { kind: 'event' }),
      ]),
    );
    const { hits } = await search(deps, index, [address], aQuery('red'));
    expect(hits.map(({ item }) => item).toSorted()).toEqual(['mine', 'turn/1/question']);
  });
});

it('a hit is quoted from the log, and what the log no longer holds is no hit', async () => {
  const { deps, log, index } = library();
  await log.commit(address, note('a', { text: 'the red one' }));
  const { hits } = await search(deps, index, [address], aQuery('red'));
  expect(await quote(deps, hits, aQuery('red'))).toEqual([
    { context: 'ctx', item: 'a', version: 1, score: expect.any(Number), excerpt: 'the red one' },
  ]);
  const gone = hits.map((hit) => ({ ...hit, item: 'never there' }));
  expect(await quote(deps, gone, aQuery('red'))).toEqual([]);
});
