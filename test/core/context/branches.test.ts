import { describe, expect, it } from 'vitest';
import { beginning } from '../../../lib/core/context/commit.ts';
import { verifyContext } from '../../../lib/core/context/verify-context.ts';
import { secrets } from '../../redaction/_secrets.ts';
import { memoryLog } from '../../support/memory-log.ts';
import { address, fault, landed, note } from './_drafts.ts';
import { side } from './_worlds.ts';

const inner = { ...address, branch: 'inner' };

describe('a branch', () => {
  it('reads what was before it from the branch it left, and goes on by itself', async () => {
    const { log, open } = memoryLog();
    for (const body of [1, 2, 3]) await log.commit(address, note('a', body));
    await log.branches.fork(address, await log.at(address, 2), 'side');
    const commit = landed(await log.commit(side, note('b', 'side')));
    await log.branches.fork(side, commit, 'inner');
    await log.commit(side, note('b', 'later'));
    const last = landed(await log.commit(inner, note('c', 'inner')));
    expect(commit).toMatchObject({ version: 3, branch: 'side' });
    expect(last).toMatchObject({ version: 4, branch: 'inner', parent: commit.hash });
    for (const reader of [log, open()]) {
      const { commits, state } = await reader.history(inner);
      expect(commits.map(({ branch }) => branch)).toEqual(['main', 'main', 'side', 'inner']);
      expect([...state.items.values()].map(({ body }) => body)).toEqual([2, 'side', 'inner']);
      expect(await reader.at(inner, 1)).toMatchObject({ branch: 'main' });
      expect(await reader.after(inner, 1)).toHaveLength(3);
      expect(await reader.head(inner)).toMatchObject({ version: 4 });
      expect(await verifyContext(reader, inner, [])).toMatchObject({ ok: true, checked: 4 });
    }
  });

  it('that holds nothing of its own has the head that it left', async () => {
    const { log } = memoryLog();
    const head = landed(await log.commit(address, note('a', 1)));
    await log.branches.fork(address, head, 'side');
    await log.branches.fork(side, head, 'inner');
    await log.branches.fork(address, beginning, 'empty');
    expect(await log.head(inner)).toMatchObject({ version: 1, hash: head.hash });
    expect(await log.head({ ...address, branch: 'empty' })).toMatchObject({ version: 0 });
    expect(landed(await log.commit(inner, note('b', 1)))).toMatchObject({ version: 2 });
  });

  it('has no name that holds a secret', async () => {
    const { log } = memoryLog();
    const [secret] = secrets['GitHub'] ?? [''];
    const made = log.branches.fork(address, beginning, secret);
    await expect(made).rejects.toMatchObject({ code: 'context.invalid' });
    expect(await log.branches.namesOf(address)).toEqual(['main']);
  });

  it('is made once, and not under a name that no path could have', async () => {
    const { log } = memoryLog();
    await log.branches.fork(address, beginning, 'side');
    for (const taken of ['side', 'main'])
      await expect(log.branches.fork(address, beginning, taken)).rejects.toEqual(
        fault('branch.exists', { branch: taken }),
      );
    for (const name of ['', 'a/b', '..', 'a b', 'x'.repeat(65), 'a@1', 'ä'])
      await expect(log.branches.fork(address, beginning, name)).rejects.toEqual(
        fault('branch.invalidName', { branch: name }),
      );
    expect(await log.branches.namesOf(address)).toEqual(['main', 'side']);
  });

  it('verifies against where it left, should its parent have been written anew', async () => {
    const { log, table, open } = memoryLog();
    const head = landed(await log.commit(address, note('a', 1)));
    await log.branches.fork(address, { ...head, hash: 'what it once was' }, 'side');
    expect(await verifyContext(open(), side, [])).toMatchObject({
      firstBad: { version: 1, why: 'its hash is not the one that was expected' },
    });
    await table.remove(
      { partition: 'tenant/contexts/ctx/main', sort: '000000000001' },
      { version: 1 },
    );
    expect(await verifyContext(open(), side, [])).toMatchObject({
      firstBad: { version: 1, why: 'history ends before version 1, which once stood' },
    });
  });

  it('conflicts and ids are a matter of each branch alone', async () => {
    const { log } = memoryLog();
    const head = landed(await log.commit(address, note('a', 1)));
    await log.branches.fork(address, head, 'side');
    await log.commit(address, note('a', 2));
    expect(await log.commit(side, note('a', 3), 1)).toMatchObject({
      kind: 'committed',
      rebased: false,
    });
    expect(await log.commit(side, note('a', 4), 1)).toMatchObject({
      kind: 'conflict',
      conflicts: [{ item: 'a', ours: 4, theirs: 3, base: 1 }],
    });
  });
});
