import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Item } from '../../../lib/core/context/item.ts';
import { mergeBranch } from '../../../lib/core/context/merge-branch.ts';
import { type MergePolicy, mergePolicies } from '../../../lib/core/context/merge-policy.ts';
import { verifyContext } from '../../../lib/core/context/verify-context.ts';
import { memoryLog } from '../../support/memory-log.ts';
import { address, draft, fault, note, put, retire } from './_drafts.ts';
import { type BranchName, edit, type Step, saidIn, side, step, world } from './_worlds.ts';

const edits = fc.array(edit, { maxLength: 5 });
const steps = fc.array(step, { maxLength: 12 });
const policy = fc.constantFrom(...mergePolicies);

type Said = Readonly<Record<string, Omit<Item, 'version' | 'id'> | undefined>>;
const body = (said: Said, item: string) => said[item]?.body ?? null;

/** Two branches that went apart, and what each has touched since. */
async function apart(before: readonly Step[], after: readonly Step[]) {
  const { log, take, state } = await world(before, []);
  const base = await state('main');
  for (const one of after) await take(one);
  const touched = (on: BranchName) =>
    new Set(after.flatMap((one) => (one.on === on && 'item' in one ? [one.item] : [])));
  const [ours, theirs] = [await state('main'), await state('side')];
  const contested = [...touched('main')]
    .filter((item) => touched('side').has(item) && body(ours, item) !== body(theirs, item))
    .toSorted();
  return { log, state, base, ours, theirs, contested, byThem: touched('side') };
}

it('a merge goes back to as many acts as the deepest of what it takes in', async () => {
  const { log } = memoryLog();
  await log.commit(address, note('a', 1));
  await log.branches.fork(address, await log.head(address), 'side');
  const cause = (depth: number) => ({ run: 'run', step: 'react', agent: 'ada', depth });
  await log.commit(side, { ...note('b', 1), id: 'one', cause: cause(2) });
  await log.commit(side, { ...note('c', 1), id: 'two', cause: cause(1) });
  await log.branches.fork(address, await log.at(address, 1), 'other');
  const other = { ...address, branch: 'other' };
  expect(await mergeBranch(log, other, 'side')).toMatchObject({ commit: { merged: { depth: 2 } } });
  expect(await mergeBranch(log, address, 'other')).toMatchObject({
    commit: { merged: { depth: 2 } },
  });
});

describe('a merge of a branch that was never merged', () => {
  it('takes what only they changed and keeps what only we changed', () =>
    fc.assert(
      fc.asyncProperty(edits, edits, async (before, after) => {
        const { log, state, ours, theirs, contested, byThem } = await apart(before, after);
        fc.pre(contested.length === 0);
        await mergeBranch(log, address, 'side');
        const merged = await state('main');
        for (const item of ['a', 'b', 'c'])
          expect(merged[item]).toEqual((byThem.has(item) ? theirs : ours)[item]);
      }),
      { numRuns: 100 },
    ));

  it('changes nothing where both changed an item, and lists each with all three sides', () =>
    fc.assert(
      fc.asyncProperty(edits, edits, async (before, after) => {
        const { log, state, base, ours, theirs, contested } = await apart(before, after);
        fc.pre(contested.length > 0);
        const outcome = await mergeBranch(log, address, 'side');
        const conflicts = contested.map((item) => ({
          item,
          ours: body(ours, item),
          theirs: body(theirs, item),
          base: body(base, item),
        }));
        expect(outcome).toMatchObject({ kind: 'conflict', conflicts: expect.anything() });
        const listed = outcome.kind === 'conflict' ? outcome.conflicts.toSorted(byItem) : [];
        expect(listed).toEqual(conflicts);
        expect(await state('main')).toEqual(ours);
      }),
      { numRuns: 60 },
    ));

  const standing: Record<MergePolicy, (item: string, ours: Said, theirs: Said) => Said> = {
    ours: (item, ours) => ({ [item]: ours[item] }),
    theirs: (item, _, theirs) => ({ [item]: theirs[item] }),
    both: (item, ours, theirs) =>
      ours[item]
        ? { [item]: ours[item], [`${item}~side`]: theirs[item] }
        : { [item]: theirs[item] },
  };

  it.each(mergePolicies)('with the policy %s decides every conflict', (wanted) =>
    fc.assert(
      fc.asyncProperty(edits, edits, async (before, after) => {
        const { log, state, ours, theirs, contested } = await apart(before, after);
        fc.pre(contested.length > 0);
        await mergeBranch(log, address, 'side', { policy: wanted });
        const merged = await state('main');
        for (const item of contested)
          for (const [name, said] of Object.entries(standing[wanted](item, ours, theirs)))
            expect(merged[name]).toEqual(said);
      }),
      { numRuns: 40 },
    ),
  );
});

describe('after whatever merges, edits and rollbacks', () => {
  it('a second merge of the same branch finds nothing', () =>
    fc.assert(
      fc.asyncProperty(steps, policy, async (plan, wanted) => {
        const { log } = await world([], plan);
        await mergeBranch(log, address, 'side', { policy: wanted });
        expect(await mergeBranch(log, address, 'side')).toMatchObject({ kind: 'unchanged' });
      }),
      { numRuns: 100 },
    ));

  it('a merge there and back makes both branches say the same', () =>
    fc.assert(
      fc.asyncProperty(steps, policy, async (plan, wanted) => {
        const { log, state } = await world([], plan);
        await mergeBranch(log, address, 'side', { policy: wanted });
        const back = await mergeBranch(log, side, 'main');
        expect(back.kind).not.toBe('conflict');
        expect(await state('side')).toEqual(await state('main'));
      }),
      { numRuns: 150 },
    ));

  it('what one branch alone changes next is taken without a conflict', () =>
    fc.assert(
      fc.asyncProperty(steps, policy, edits, async (plan, wanted, more) => {
        const { log, take, state } = await world([], plan);
        await mergeBranch(log, address, 'side', { policy: wanted });
        await mergeBranch(log, side, 'main');
        for (const one of more) await take({ ...one, on: 'side' });
        expect((await mergeBranch(log, address, 'side')).kind).not.toBe('conflict');
        expect(await state('main')).toEqual(await state('side'));
      }),
      { numRuns: 100 },
    ));

  it('both chains verify, and another process reads the same', () =>
    fc.assert(
      fc.asyncProperty(steps, async (plan) => {
        const { log, open } = await world([], plan);
        for (const where of [address, side]) {
          expect(await verifyContext(log, where, [])).toMatchObject({ ok: true });
          const read = (await open().history(where)).state;
          expect(saidIn(read)).toEqual(saidIn((await log.history(where)).state));
        }
      }),
      { numRuns: 50 },
    ));
});

const message = (...parts: readonly Record<string, string>[]) => ({
  id: 'message_1',
  role: 'assistant',
  parts,
  native: { dialect: 'gemini', value: {} },
});
const call = message({ type: 'tool_call', id: 'call_1', name: 'search' });
const result = (text: string) => message({ type: 'tool_result', call: 'call_1', text });

const asMessage = { kind: 'message' } as const;

describe('a tool call and its result', () => {
  const forked = async () => {
    const { log } = memoryLog();
    await log.commit(address, draft([put('call', call, asMessage)]));
    await log.branches.fork(address, await log.head(address), 'side');
    return log;
  };

  it('are in conflict together when only one of them is', async () => {
    const log = await forked();
    await log.commit(address, draft([put('result/ours', result('ours'), asMessage)]));
    await log.commit(side, draft([put('result/theirs', result('theirs'), asMessage)]));
    expect(await mergeBranch(log, address, 'side')).toMatchObject({
      conflicts: [
        { item: 'result/ours', ours: result('ours'), theirs: null, base: null },
        { item: 'result/theirs', ours: null, theirs: result('theirs'), base: null },
      ],
    });
  });

  it('of theirs stand beside ours under names of their own', async () => {
    const log = await forked();
    await log.commit(address, draft([put('result/ours', result('ours'), asMessage)]));
    await log.commit(side, draft([put('result/theirs', result('theirs'), asMessage)]));
    await mergeBranch(log, address, 'side', { policy: 'both' });
    const { items } = (await log.history(address)).state;
    expect([...items.values()].map(({ id }) => id).toSorted()).toEqual([
      'call',
      'call~side',
      'result/ours',
      'result/theirs',
    ]);
    expect(items.get('call~side')?.body).toEqual({
      id: 'message_1~side',
      role: 'assistant',
      parts: [{ type: 'tool_call', id: 'call_1~side', name: 'search' }],
    });
    expect(items.get('result/theirs')?.body).toMatchObject({ parts: [{ call: 'call_1~side' }] });
    expect(items.get('result/ours')?.body).toEqual(result('ours'));
  });

  it('that only they have come without a conflict', async () => {
    const log = await forked();
    await log.commit(side, draft([put('result/theirs', result('theirs'), asMessage)]));
    expect((await mergeBranch(log, address, 'side')).kind).toBe('committed');
  });
});

it('what is merged stays its author’s, private to whom it was private, and names where it came from', async () => {
  const { log } = memoryLog();
  await log.commit(address, note('a', 1));
  await log.branches.fork(address, await log.head(address), 'side');
  const author = { agent: 'ada', backend: 'openai', model: 'm' };
  await log.commit(side, draft([put('b', 2, { visibility: 'private' })], { author }));
  const outcome = await mergeBranch(log, address, 'side');
  expect((await log.history(address)).state.items.get('b')).toMatchObject({
    author,
    visibility: 'private',
    version: 2,
  });
  expect(outcome).toMatchObject({
    commit: { merged: { branch: 'side', version: 2, reach: { main: 1, side: 2 } } },
  });
});

it('a copy never takes the name of something that stands', async () => {
  const { log } = memoryLog();
  await log.commit(address, draft([put('a', 0), put('a~side', 'mine'), put('a~side-2', 'mine')]));
  await log.branches.fork(address, await log.head(address), 'side');
  await log.commit(address, note('a', 'ours'));
  await log.commit(side, note('a', 'theirs'));
  await mergeBranch(log, address, 'side', { policy: 'both' });
  const { items } = (await log.history(address)).state;
  const bodies = ['a', 'a~side', 'a~side-2', 'a~side-3'].map((name) => items.get(name)?.body);
  expect(bodies).toEqual(['ours', 'mine', 'mine', 'theirs']);
});

it('a retirement is a change like any other', async () => {
  const { log } = memoryLog();
  await log.commit(address, draft([put('a', 1), put('b', 1)]));
  await log.branches.fork(address, await log.head(address), 'side');
  await log.commit(side, draft([retire('a'), retire('b')]));
  await log.commit(address, note('b', 2));
  expect(await mergeBranch(log, address, 'side')).toMatchObject({
    conflicts: [{ item: 'b', ours: 2, theirs: null, base: 1 }],
  });
  await mergeBranch(log, address, 'side', { policy: 'ours' });
  const { items } = (await log.history(address)).state;
  expect([...items.values()].map(({ id }) => id)).toEqual(['b']);
});

it('a branch is not merged into itself, nor one that is not there', async () => {
  const { log } = memoryLog();
  await log.commit(address, note('a', 1));
  await expect(mergeBranch(log, address, 'main')).rejects.toEqual(
    fault('merge.self', { branch: 'main' }),
  );
  await expect(mergeBranch(log, address, 'nowhere')).rejects.toEqual(
    fault('branch.unknown', { branch: 'nowhere' }),
  );
  expect(await log.after(address, 0)).toHaveLength(1);
});

const byItem = (one: { readonly item: string }, other: { readonly item: string }) =>
  one.item < other.item ? -1 : 1;
