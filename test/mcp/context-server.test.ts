import { describe, expect, it } from 'vitest';
import { type Host, inMemory, overHttp, overStdio } from './_clients.ts';

const note = (item: string, body: unknown = item, agent = 'ada') => ({
  author: { agent },
  operations: [{ op: 'put', item, kind: 'note', body }],
});

const places: readonly (readonly [string, () => Promise<Host>])[] = [
  ['in this process', () => inMemory({ context: 'ctx', author: { agent: 'me' } })],
  ['over standard input and output', () => overStdio('--context', 'ctx', '--as', 'me')],
  ['over HTTP', () => overHttp('?context=ctx&as=me')],
];

describe.each(places)('an official client, %s', (_, open) => {
  it('reads, writes, branches, merges and restores one context', async () => {
    const { client, contexts, call } = await open();
    expect(client.getServerVersion()).toMatchObject({ name: 'massgen' });
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name).toSorted()).toEqual([
      'context_branch',
      'context_commit',
      'context_diff',
      'context_log',
      'context_merge',
      'context_read',
      'context_rollback',
      'context_search',
      'context_show_item',
    ]);
    expect((await call('context_read')).text).toBe('There is nothing in ctx yet.');

    const put = [{ item: 'note/1', body: 'A cache.', tags: ['decided'] }];
    expect((await call('context_commit', { put })).text).toBe('Committed as version 1.');
    expect(await contexts.show('ctx')).toMatchObject({
      items: [{ id: 'note/1', kind: 'note', author: { agent: 'me' }, body: 'A cache.' }],
    });
    await contexts.commit('ctx', note('note/2', { text: 'Another cache.' }));

    expect((await call('context_read')).text).toMatch(/version 2\..*A cache\..*Another cache/s);
    const news = (await call('context_read', { since: 1 })).text;
    expect(news).toContain('1 items are new');
    expect(news).toContain('note note/2 of ada at version 2');
    expect(news).not.toContain('note/1');
    const short = (await call('context_read', { budget: 100, expand: ['note/1@1'] })).text;
    expect(short).toMatch(/A cache\..*\[\d+ of 100 tokens; 1 of 1 items whole\]/s);
    expect((await call('context_search', { text: 'another' })).text).toContain('note/2 (2)');
    expect((await call('context_show_item', { item: 'note/1' })).text).toContain('tagged decided');
    expect((await call('context_log')).text).toContain('2 ada put note/2');

    expect((await call('context_branch', { name: 'idea', from: 1 })).text).toContain('version 1');
    await contexts.commit('ctx', note('note/1', 'Theirs.'), { branch: 'idea' });
    expect((await call('context_branch')).text).toContain('idea at 2, from main@1');
    expect((await call('context_diff', { from: 1, to: 'idea@2' })).text).toContain('Theirs.');
    expect((await call('context_merge', { from: 'idea' })).text).toContain('version 3');
    expect((await call('context_rollback', { to: 1 })).text).toContain('Version 4');
    expect(await contexts.show('ctx')).toMatchObject({ items: [{ body: 'A cache.' }] });
  });

  it('speaks the revision of 2025-11-25', async () => {
    expect((await open()).revision).toBe('2025-11-25');
  });

  it('is told of conflicts and faults as errors, with what to do', async () => {
    const { contexts, call } = await open();
    await contexts.commit('ctx', note('a'));
    await contexts.commit('ctx', note('a', 'newer'));
    const put = [{ item: 'a', body: 'mine' }];
    const lost = await call('context_commit', { put, base: 1 });
    expect(lost.isError).toBe(true);
    expect(lost.text).toMatch(/Nothing was changed.*version 2.*"theirs": "newer"/s);
    for (const [name, input, words] of [
      ['context_show_item', { item: 'none' }, 'never had an item'],
      ['context_read', { since: 9 }, 'has no version 9'],
      ['context_merge', { from: 'none' }, 'has no branch none'],
      ['context_commit', { put: [] }, 'cannot be taken'],
      ['context_commit', { put: [{ item: 'run/1', body: 1 }] }, 'only the names of a run'],
      ['context_commit', { context: 'other', put }, 'Unrecognized key'],
      ['context_read', { budget: -1 }, 'budget'],
    ] as const) {
      const refused = await call(name, input);
      expect([name, refused.isError, refused.text]).toEqual([
        name,
        true,
        expect.stringContaining(words),
      ]);
    }
    expect((await contexts.log('ctx')).head).toBe(2);
  });

  it('offers items as resources, and what people ask for as prompts', async () => {
    const { client, contexts } = await open();
    await contexts.commit('ctx', note('a b/ü', 'Words.'));
    const { resources } = await client.listResources();
    expect(resources).toMatchObject([{ name: 'a b/ü', uri: 'massgen://ctx/item/a%20b%2F%C3%BC' }]);
    const { contents } = await client.readResource({ uri: resources[0]?.uri ?? '' });
    expect(JSON.stringify(contents)).toContain('Words.');
    const { resourceTemplates } = await client.listResourceTemplates();
    expect(resourceTemplates).toMatchObject([{ uriTemplate: 'massgen://ctx/item/{item}' }]);
    for (const uri of ['massgen://other/item/a', 'massgen://ctx/item/%E0', 'file:///etc/passwd'])
      await expect(client.readResource({ uri })).rejects.toMatchObject({ code: -32002 });

    const { messages } = await client.getPrompt({ name: 'catch_up', arguments: { since: '0' } });
    expect(JSON.stringify(messages)).toContain('Words.');
    const shared = await client.getPrompt({ name: 'share', arguments: { what: 'the plan' } });
    expect(JSON.stringify(shared)).toContain('Share the plan with everybody who works on ctx');
  });
});
