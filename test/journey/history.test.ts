import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { folder, massgen, start } from '../support/command.ts';

/** The command line on one data folder. */
function house() {
  const data = folder();
  const run = (...args: string[]) => massgen(['context', ...args, '--data', data, '--json']);
  const commit = (item: string, body: unknown, ...flags: string[]) => {
    const file = join(folder(), 'commit.json');
    const operations = [{ op: 'put', item, kind: 'note', body }];
    writeFileSync(file, JSON.stringify({ operations }));
    return run('commit', 'ctx', '--file', file, ...flags);
  };
  const read = async (...args: string[]) => JSON.parse((await run(...args)).stdout);
  return { data, run, commit, read };
}

const codeOf = ({ stdout }: { readonly stdout: string }) => JSON.parse(stdout).error?.code;

describe('a context that parts and comes together again', () => {
  it('is branched, compared, merged, rolled back and verified by command', async () => {
    const { run, commit, read } = house();
    await commit('a', 'old');
    expect(await read('branch', 'ctx', 'idea')).toEqual({
      kind: 'committed',
      version: 1,
      conflicts: [],
    });
    await commit('b', 'of the idea', '--branch', 'idea');
    await commit('a', 'ours');
    await commit('a', 'theirs', '--branch', 'idea');
    expect(await read('branch', 'ctx')).toEqual({
      branches: [
        { name: 'main', head: 2, from: null },
        { name: 'idea', head: 3, from: 'main@1' },
      ],
    });
    expect(await read('diff', 'ctx', '1', 'idea@3')).toEqual({
      added: ['b'],
      changed: [{ item: 'a', from: 'old', to: 'theirs' }],
      retired: [],
    });

    const refused = await run('merge', 'ctx', 'idea');
    expect(refused.code).toBe(2);
    expect(JSON.parse(refused.stdout)).toEqual({
      kind: 'conflict',
      version: 2,
      conflicts: [{ item: 'a', ours: 'ours', theirs: 'theirs', base: 'old' }],
    });
    expect(await read('log', 'ctx')).toMatchObject({ head: 2 });
    expect(await read('merge', 'ctx', 'idea', '--policy', 'theirs')).toMatchObject({ version: 3 });
    expect(await read('merge', 'ctx', 'idea')).toMatchObject({ kind: 'committed', version: 3 });
    expect((await read('log', 'ctx')).commits[2]).toMatchObject({ merged: 'idea@3' });

    expect(await read('rollback', 'ctx', '--to', '2')).toMatchObject({ version: 4 });
    expect(await read('diff', 'ctx', '2', '4')).toEqual({ added: [], changed: [], retired: [] });
    expect(await read('blame', 'ctx')).toMatchObject({
      items: [{ item: 'a', version: 4, author: { agent: 'user' } }],
    });
    expect(await read('verify', 'ctx')).toMatchObject({ ok: true, checked: 4 });
    expect(await read('verify', 'ctx', '--branch', 'idea')).toMatchObject({ ok: true, checked: 3 });
  });

  it('forgets what is purged, wherever it stood', async () => {
    const { run, commit, read } = house();
    await commit('secret', 'heliotrope');
    await run('branch', 'ctx', 'idea');
    await commit('other', 'periwinkle');
    expect(await read('search', 'heliotrope')).toMatchObject({ hits: [{ item: 'secret' }] });
    expect(await read('purge', 'ctx', 'secret')).toEqual({ version: 3 });
    expect((await read('show', 'ctx')).items).toMatchObject([{ id: 'other' }]);
    expect((await read('show', 'ctx', '--at', 'idea@1')).items).toEqual([]);
    expect(await read('search', 'heliotrope')).toEqual({ hits: [] });
    for (const branch of ['main', 'idea'])
      expect(await read('verify', 'ctx', '--branch', branch)).toMatchObject({ ok: true });
  });

  it('refuses what makes no sense, and stays as it was', async () => {
    const { run, commit, read } = house();
    await commit('a', 1);
    await run('branch', 'ctx', 'idea');
    const refusals: readonly (readonly [string[], string, number])[] = [
      [['branch', 'ctx', 'idea'], 'branch.exists', 2],
      [['branch', 'ctx', '../up'], 'branch.invalidName', 1],
      [['branch', 'ctx', 'late', '--from', '9'], 'context.unknownVersion', 2],
      [['merge', 'ctx', 'main'], 'merge.self', 1],
      [['merge', 'ctx', 'nowhere'], 'branch.unknown', 1],
      [['merge', 'ctx', 'idea', '--into', 'nowhere'], 'branch.unknown', 1],
      [['merge', 'ctx', 'idea', '--policy', 'mine'], 'usage.invalid', 1],
      [['rollback', 'ctx', '--to', '7'], 'context.unknownVersion', 2],
      [['rollback', 'ctx', '--to', 'yesterday'], 'usage.invalid', 1],
      [['rollback', 'ctx', '--to', 'idea@1', '--branch', 'main'], 'usage.invalid', 1],
      [['diff', 'ctx', '1', 'nowhere@1'], 'branch.unknown', 1],
      [['watch', 'ctx', '--from', '7'], 'context.unknownVersion', 2],
      [['purge', 'ctx', 'b'], 'context.unknownItem', 2],
      [['show', 'nothing', '--branch', 'idea'], 'branch.unknown', 1],
    ];
    for (const [args, code, exit] of refusals) {
      const ended = await run(...args);
      expect([args, codeOf(ended), ended.code]).toEqual([args, code, exit]);
    }
    expect(await read('log', 'ctx')).toMatchObject({ head: 1 });
  });
});

describe('a watch', () => {
  it('prints what there is, then what another process commits, and ends where it is told to', async () => {
    const { data, commit } = house();
    await commit('a', 1);
    const flags = ['--from', '0', '--until', '3', '--data', data];
    const watching = start(['context', 'watch', 'ctx', ...flags]);
    const lines = createInterface({ input: watching.process.stdout ?? process.stdin });
    await once(lines, 'line');
    await commit('b', 2);
    await commit('c', 3);
    const { code, stdout } = await watching.ended;
    expect(code).toBe(0);
    const told = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(told.map(({ version, operations }) => [version, operations[0].item])).toEqual([
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
    ]);
  });

  it('that is interrupted says so by its exit code', async () => {
    const { data, commit } = house();
    await commit('a', 1);
    const watching = start(['context', 'watch', 'ctx', '--data', data]);
    await once(createInterface({ input: watching.process.stdout ?? process.stdin }), 'line');
    watching.process.kill('SIGINT');
    expect((await watching.ended).code).toBe(4);
  });
});

it('what a run wrote is rolled back as a whole, never under it, and purged only where it can do without', async () => {
  const { data, run, read } = house();
  await massgen(['Why?', '--data', data, '--session', 'ctx']);
  const { head } = await read('log', 'ctx');
  expect(codeOf(await run('purge', 'ctx', 'turn/1/answer'))).toBe('purge.structure');
  expect(await read('rollback', 'ctx', '--to', '2')).toMatchObject({ version: head + 1 });
  const again = await massgen(['Why?', '--data', data, '--session', 'ctx', '--json']);
  expect(JSON.parse(again.stdout)).toMatchObject({ status: 'completed' });
  expect(await read('verify', 'ctx')).toMatchObject({ ok: true });
});
