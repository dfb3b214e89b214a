import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createMassGen } from '../../lib/local/massgen.ts';
import { folder } from '../support/command.ts';

const FILE = 'search.sqlite';

/** Opens the data of a folder, until the test is over or it is closed. */
async function open(data: string) {
  const warnings: string[] = [];
  const massgen = await createMassGen({
    data,
    lookup: () => undefined,
    onWarning: (text) => warnings.push(text),
  });
  onTestFinished(() => massgen.close());
  const write = (context: string, item: string, body: unknown, more: object = {}, user = 'user') =>
    massgen.context.commit(context, {
      author: { agent: user },
      operations: [{ op: 'put', item, kind: 'note', body, ...more }],
    });
  const find = async (...args: Parameters<typeof massgen.context.search>) =>
    (await massgen.context.search(...args)).hits.map(({ context, item }) => `${context}/${item}`);
  return { ...massgen, warnings, write, find };
}

describe('a search', () => {
  it('finds what was written this moment, and says where and in which words', async () => {
    const { write, context } = await open(folder());
    await write('ctx', 'facts/cache', { text: 'An LRU cache\nevicts what was used last.' });
    expect(await context.search('cache')).toEqual({
      hits: [
        {
          context: 'ctx',
          item: 'facts/cache',
          version: 1,
          score: expect.any(Number),
          excerpt: 'An LRU cache evicts what was used last.',
        },
      ],
    });
  });

  it('looks in one context or in all, for a kind, as an agent sees it', async () => {
    const { write, find } = await open(folder());
    await write('one', 'a', 'red');
    await write('two', 'b', 'red', { kind: 'answer' });
    await write('two', 'c', 'red', { visibility: 'private' }, 'ada');
    expect((await find('red')).toSorted()).toEqual(['one/a', 'two/b', 'two/c']);
    expect(await find('red', { context: 'one' })).toEqual(['one/a']);
    expect(await find('red', { kind: 'answer' })).toEqual(['two/b']);
    expect(await find('red', { agent: 'bob', context: 'two' })).toEqual(['two/b']);
    expect(await find('red', { agent: 'ada', context: 'two' })).toEqual(['two/c', 'two/b']);
    expect(await find('red', { limit: 1 })).toHaveLength(1);
  });

  it('names the nearest kind, and the context that is not there', async () => {
    const { find } = await open(folder());
    await expect(find('red', { kind: 'nite' })).rejects.toMatchObject({
      code: 'usage.invalid',
      hint: expect.stringContaining('note'),
    });
    await expect(find('red', { context: 'nowhere' })).rejects.toMatchObject({
      code: 'context.unknown',
    });
  });

  it('follows a branch from where it left the other', async () => {
    const { write, find, context } = await open(folder());
    await write('ctx', 'a', 'red');
    await context.branch('ctx', 'idea');
    await context.commit(
      'ctx',
      { operations: [{ op: 'put', item: 'b', kind: 'note', body: 'red' }] },
      { branch: 'idea' },
    );
    await write('ctx', 'c', 'red');
    expect(await find('red', { context: 'ctx', branch: 'idea' })).toEqual(['ctx/b', 'ctx/a']);
    expect(await find('red')).toEqual(['ctx/c', 'ctx/a']);
  });

  it('finds a session by what was asked and answered in it', async () => {
    const { ask, session } = await open(folder());
    await ask('Which structure suits an eviction?', { preset: 'rehearsal', session: 'one' });
    await ask('What else?', { preset: 'rehearsal', session: 'two' });
    const listed = async (search: string) =>
      (await session.list({ search })).sessions.map(({ id }) => id);
    expect(await listed('eviction structure')).toEqual(['one']);
    expect(await listed('What el')).toEqual(['two']);
    expect(await listed('nobody said this')).toEqual([]);
  });
});

describe('an index is a cache', () => {
  it('forgets a purged item, and no byte of its words stays in the file', async () => {
    const data = folder();
    const { write, find, context, close } = await open(data);
    for (let at = 0; at < 80; at += 1) await write('ctx', `n${at}`, `red word${at}`);
    await write('ctx', 'secret', 'red hunter2tooth hunter2tooth hunter2tooth');
    expect(await find('hunter2tooth')).toEqual(['ctx/secret']);
    await context.purge('ctx', 'secret');
    expect(await find('hunter2tooth')).toEqual([]);
    close();
    expect(readFileSync(join(data, FILE)).includes('hunter2tooth')).toBe(false);
  });

  it('is made anew when it was deleted, without a word', async () => {
    const data = folder();
    const first = await open(data);
    await first.write('ctx', 'a', 'red');
    expect(await first.find('red')).toEqual(['ctx/a']);
    first.close();
    rmSync(join(data, FILE));
    const second = await open(data);
    expect(await second.find('red')).toEqual(['ctx/a']);
    expect(second.warnings).toEqual([]);
  });

  it.each<readonly [string, (file: string) => void]>([
    ['a text', (file) => writeFileSync(file, 'no database\n'.repeat(500))],
    ['cut off', (file) => writeFileSync(file, readFileSync(file).subarray(0, 5_000))],
    ['damaged', (file) => writeFileSync(file, damaged(readFileSync(file)))],
  ])('is made anew when it is %s, with one warning', async (_, harm) => {
    const data = folder();
    const first = await open(data);
    for (let at = 0; at < 200; at += 1) await first.write('ctx', `n${at}`, `red word${at}`);
    await first.find('red');
    first.close();
    harm(join(data, FILE));
    const second = await open(data);
    expect(await second.find('word7')).toEqual(['ctx/n7']);
    expect(await second.find('word8')).toEqual(['ctx/n8']);
    expect(second.warnings).toEqual([expect.stringMatching(/^The search index is made anew: /)]);
    second.close();
    const third = await open(data);
    expect(await third.find('word9')).toEqual(['ctx/n9']);
    expect(third.warnings).toEqual([]);
  });

  it('is kept in memory where there can be no file', async () => {
    const data = folder();
    const first = await open(data);
    await first.write('ctx', 'a', 'red');
    first.close();
    rmSync(join(data, FILE), { force: true });
    mkdirSync(join(data, FILE));
    const second = await open(data);
    expect(await second.find('red')).toEqual(['ctx/a']);
    expect(second.warnings).toEqual([expect.stringMatching(/^The search index is kept in memory/)]);
    expect(statSync(join(data, FILE)).isDirectory()).toBe(true);
  });
});

/** All but the first page, which is read when a file is opened. */
const damaged = (bytes: Buffer) => bytes.fill(0xa5, 4_096);
