import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Commit } from '../../../lib/core/context/commit.ts';
import type { CommitOutcome } from '../../../lib/core/context/commit-outcome.ts';
import type { ContextLog } from '../../../lib/core/context/context-log.ts';
import type { Draft } from '../../../lib/core/context/draft.ts';
import { verifyChain } from '../../../lib/core/context/integrity.ts';
import { memoryLog, memoryTable } from '../../support/memory-log.ts';
import { address, draft, put, retire } from './_drafts.ts';
import { scheduled } from './_tables.ts';

const item = fc.constantFrom('a', 'b', 'c');
const write = fc.record(
  {
    puts: fc.uniqueArray(item, { minLength: 1, maxLength: 2 }),
    retires: fc.uniqueArray(item, { maxLength: 1 }),
    expects: fc.oneof(fc.constant('*' as const), fc.uniqueArray(item, { maxLength: 2 })),
    /** What the writer has seen: all there is, the very beginning, or it does not say. */
    base: fc.constantFrom('head', 'beginning', 'unsaid'),
  },
  { requiredKeys: ['puts', 'retires', 'base'] },
);
type Write = typeof write extends fc.Arbitrary<infer T> ? T : never;

/** Processes, each of which has a log of its own and several writers in it. */
const processes = fc.array(fc.array(write, { minLength: 1, maxLength: 2 }), {
  minLength: 1,
  maxLength: 3,
});

async function offer(log: ContextLog, wanted: Write, body: string): Promise<CommitOutcome> {
  const { puts, retires, expects } = wanted;
  const operations = [...puts.map((name) => put(name, body)), ...retires.map(retire)];
  const wish: Draft = draft(operations, expects === undefined ? {} : { expects });
  if (wanted.base === 'unsaid') return log.commit(address, wish);
  const base = wanted.base === 'head' ? (await log.history(address)).commits.length : 0;
  return log.commit(address, wish, base);
}

/** Lets all processes write at once, in the order of steps that the scheduler picks. */
async function race(scheduler: fc.Scheduler, plans: readonly (readonly Write[])[]) {
  const { open } = memoryLog({ table: scheduled(memoryTable(), scheduler) });
  const work = plans.flatMap((writes, place) => {
    const log = open();
    return writes.map((wanted, at) => offer(log, wanted, `${place}.${at}`));
  });
  const outcomes = await scheduler.waitFor(Promise.all(work));
  const commits = await scheduler.waitFor(open().after(address, 0));
  return { outcomes, commits };
}

const inAnyOrder = (
  holds: (raced: Awaited<ReturnType<typeof race>>) => void,
  numRuns = 50,
): Promise<void> =>
  fc.assert(
    fc.asyncProperty(fc.scheduler(), processes, async (scheduler, plans) =>
      holds(await race(scheduler, plans)),
    ),
    { numRuns },
  );

it('gives versions 1, 2, 3 ... without gaps, in a chain that verifies', () =>
  inAnyOrder(({ commits }) => {
    expect(commits.map(({ version }) => version)).toEqual(commits.map((_, at) => at + 1));
    expect(verifyChain(address, commits, [])).toMatchObject({ ok: true });
  }));

it('keeps every commit that a writer was told had landed, once, and no other', () =>
  inAnyOrder(({ outcomes, commits }) => {
    const told = outcomes.flatMap((outcome) =>
      outcome.kind === 'committed' ? [outcome.commit] : [],
    );
    expect(told.toSorted((a, b) => a.version - b.version)).toEqual(commits);
  }));

it('never lands a commit over a change that its writer had not seen', () =>
  inAnyOrder(({ commits }) => {
    for (const commit of commits) {
      const behind = commits.slice(commit.base, commit.version - 1).flatMap(touched);
      if (commit.expects === '*') expect(behind).toEqual([]);
      const minded = [...touched(commit), ...(commit.expects ?? [])];
      expect(behind.filter((name) => minded.includes(name))).toEqual([]);
    }
  }));

it('says that a commit was rebased exactly when others had landed since its base', () =>
  inAnyOrder(({ outcomes }) => {
    for (const outcome of outcomes) {
      if (outcome.kind !== 'committed') continue;
      expect(outcome.rebased).toBe(outcome.commit.base < outcome.commit.version - 1);
      expect(outcome.repeated).toBe(false);
    }
  }));

it('reports a conflict only over items that have changed, each once', () =>
  inAnyOrder(({ outcomes, commits }) => {
    for (const outcome of outcomes) {
      if (outcome.kind !== 'conflict') continue;
      const names = outcome.conflicts.map(({ item: name }) => name);
      expect(names.length).toBeGreaterThan(0);
      expect(new Set(names).size).toBe(names.length);
      const changed = commits.slice(0, outcome.head.version).flatMap(touched);
      expect(changed).toEqual(expect.arrayContaining(names));
    }
  }));

const touched = ({ operations }: Commit) => operations.map(({ item: name }) => name);
