import { describe, expect, it } from 'vitest';
import type { Json } from '../../lib/core/shared/json.ts';
import { house, OTHER_TOKEN, TOKEN } from './_house.ts';

const note = (item: string, body: Json = item): Json => ({
  operations: [{ op: 'put', item, kind: 'note', body }],
});

const at = (path: string) => `/v1/contexts/ctx/${path}`;

/** A context of three notes, and a branch that has changed the second. */
async function furnished() {
  const to = house();
  for (const item of ['a', 'b', 'c']) await to.ask('POST', at('commits'), note(item));
  await to.ask('POST', at('branches'), { name: 'idea', from: 2 });
  await to.ask('POST', at('commits?branch=idea'), note('b', 'other'));
  return to;
}

describe('a context over HTTP', () => {
  it('is made by name or by its first commit, and is listed', async () => {
    const { ask } = house();
    expect(await ask('POST', '/v1/contexts', { name: 'mine' })).toMatchObject({
      status: 201,
      headers: { location: '/v1/contexts/mine' },
      body: { id: 'mine' },
    });
    expect(await ask('POST', '/v1/contexts')).toMatchObject({ status: 201 });
    expect(await ask('POST', '/v1/contexts', { name: 'mine' })).toMatchObject({
      status: 409,
      body: { code: 'context.exists' },
    });
    expect(await ask('POST', at('commits'), note('a'))).toMatchObject({
      status: 200,
      body: { kind: 'committed', version: 1, rebased: false, repeated: false, conflicts: [] },
    });
    const { body } = await ask('GET', '/v1/contexts');
    expect(body['contexts']).toHaveLength(3);
    expect(body['contexts']).toContainEqual(expect.objectContaining({ id: 'ctx', head: 1 }));
  });

  it('is shown in pages where it is too large for one answer, as it stood for the first', async () => {
    const { ask } = house({ maxAnswerBytes: 4_000 });
    const names = ['a', 'b', 'c', 'd', 'e'];
    for (const name of names) await ask('POST', at('commits'), note(name, '"'.repeat(150)));
    const first = await ask('GET', at('items'));
    expect(first.body).toMatchObject({ version: 5, items: [{ id: 'a' }, { id: 'b' }], next: 'b' });
    await ask('POST', at('commits'), note('c', 'changed'));
    const second = await ask('GET', at('items?at=5&behind=b'));
    expect(second.body).toMatchObject({ items: [{ id: 'c', version: 3 }, { id: 'd' }], next: 'd' });
    const third = await ask('GET', at('items?at=5&behind=d'));
    expect(third.body).toMatchObject({ items: [{ id: 'e' }] });
    expect(third.body).not.toHaveProperty('next');
  });

  it('is shown as many items at a time as one asks for', async () => {
    const { ask } = await furnished();
    expect((await ask('GET', at('items?limit=2'))).body).toMatchObject({
      items: [{ id: 'a' }, { id: 'b' }],
      next: 'b',
    });
    expect((await ask('GET', at('items?limit=2&behind=b'))).body).toMatchObject({
      items: [{ id: 'c' }],
    });
    expect(await ask('GET', at('items?behind=z'))).toMatchObject({
      status: 404,
      body: { code: 'context.unknownItem', facts: { item: 'z' } },
    });
  });

  it('tells a writer that lost a race what beat it, and changes nothing', async () => {
    const { ask } = await furnished();
    const stale = { ...(note('b', 'mine') as object), base: 1 };
    expect(await ask('POST', at('commits'), stale)).toMatchObject({
      status: 409,
      headers: { 'content-type': 'application/json' },
      body: {
        kind: 'conflict',
        version: 3,
        conflicts: [{ item: 'b', ours: 'mine', theirs: 'b', base: null }],
      },
    });
    expect(await ask('GET', at('log'))).toMatchObject({ body: { head: 3 } });
    const apart = { ...(note('d') as object), base: 1 };
    expect(await ask('POST', at('commits'), apart)).toMatchObject({ body: { rebased: true } });
  });

  it('lands a commit with an id once', async () => {
    const { ask } = house();
    const document = { ...(note('a') as object), id: 'mine' };
    await ask('POST', at('commits'), document);
    expect(await ask('POST', at('commits'), document)).toMatchObject({
      status: 200,
      body: { version: 1, repeated: true },
    });
    const other = { ...(note('b') as object), id: 'mine' };
    expect(await ask('POST', at('commits'), other)).toMatchObject({
      status: 409,
      body: { code: 'context.idReused' },
    });
  });

  it.each<[string, string, object]>([
    ['its log', 'log', { head: 3, commits: [{ version: 1 }, { version: 2 }, { version: 3 }] }],
    ['its log behind a version', 'log?after=2', { head: 3, commits: [{ version: 3 }] }],
    ['a branch of it', 'log?branch=idea&after=2', { branch: 'idea', head: 3 }],
    ['its items', 'items', { version: 3, items: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] }],
    ['its items as they were', 'items?at=1', { version: 1, items: [{ id: 'a', body: 'a' }] }],
    ['the items of a branch', 'items?at=idea@3', { items: [{ id: 'a' }, { body: 'other' }] }],
    ['what changed', 'diff?from=1&to=3', { added: ['b', 'c'], changed: [], retired: [] }],
    ['what a branch changed', 'diff?from=2&to=idea@3', { changed: [{ item: 'b', to: 'other' }] }],
    ['who wrote what', 'blame', { items: [{ item: 'a', version: 1 }, {}, {}] }],
    ['that it is whole', 'verify', { ok: true, checked: 3, firstBad: null }],
    [
      'that it is not what it was',
      `verify?expect=3:${'0'.repeat(64)}`,
      { ok: false, firstBad: { version: 3 } },
    ],
    ['its branches', 'branches', { branches: [{ name: 'main', from: null }, { from: 'main@2' }] }],
    ['what is found in it', 'search?text=b', { hits: [{ context: 'ctx', item: 'b' }] }],
    ['nothing else', 'search?text=nowhere&kind=note&limit=1', { hits: [] }],
    ['what a reader is shown', 'view?budget=1000', { version: 3, meter: { items: 3 } }],
    ['what a pointer leads to', 'view?expand=a', { passages: [{ of: [{ item: 'a' }] }] }],
    [
      'what several lead to',
      'view?expand=b%403&expand=a&branch=idea',
      { passages: [{ of: [{ item: 'a' }] }, { of: [{ item: 'b', version: 3 }] }] },
    ],
  ])('shows %s', async (_, path, body) => {
    const { ask } = await furnished();
    expect(await ask('GET', at(path))).toMatchObject({ status: 200, body });
  });

  it('is merged, rolled back and purged', async () => {
    const { ask } = await furnished();
    await ask('POST', at('commits'), note('b', 'ours'));
    expect(await ask('POST', at('merges'), { from: 'idea' })).toMatchObject({
      status: 409,
      body: { kind: 'conflict', conflicts: [{ item: 'b', ours: 'ours', theirs: 'other' }] },
    });
    const merged = await ask('POST', at('merges'), { from: 'idea', policy: 'theirs' });
    expect(merged).toMatchObject({ status: 200, body: { kind: 'committed', version: 5 } });
    expect(await ask('POST', at('rollbacks'), { to: 1 })).toMatchObject({ body: { version: 6 } });
    expect(await ask('POST', at('purges'), { item: 'a' })).toMatchObject({ body: { version: 7 } });
    expect(await ask('GET', at('items?at=1'))).toMatchObject({ body: { items: [] } });
    expect(await ask('GET', at('verify'))).toMatchObject({ body: { ok: true, checked: 7 } });
  });

  it('is rendered for a maker, and taken in from one, as JSON or as text', async () => {
    const { ask } = house();
    const body = { model: 'm', messages: [{ role: 'user', content: 'Why?' }] };
    const read = { from: 'openai-chat', body };
    expect(await ask('POST', '/v1/contexts/-/extract', read)).toMatchObject({
      status: 200,
      body: { messages: [{ role: 'user', parts: [{ type: 'text', text: 'Why?' }] }], losses: [] },
    });
    const taken = { from: 'auto', body: JSON.stringify(body), into: 'ctx' };
    expect(await ask('POST', at('extract'), taken)).toMatchObject({
      body: { context: 'ctx', version: 1 },
    });
    expect(await ask('POST', at('render'), { to: 'gemini' })).toMatchObject({
      body: {
        dialect: 'gemini',
        request: { contents: [{ role: 'user', parts: [{ text: 'Why?' }] }] },
        losses: [],
      },
    });
  });

  it('is nothing to another tenant', async () => {
    const { send, ask } = await furnished();
    const headers = { Authorization: `Bearer ${OTHER_TOKEN}` };
    expect(await send({ method: 'GET', path: at('items'), headers })).toMatchObject({
      status: 404,
      body: { code: 'context.unknown' },
    });
    expect(await send({ method: 'GET', path: '/v1/contexts', headers })).toMatchObject({
      body: { contexts: [] },
    });
    expect(await ask('GET', at('items'))).toMatchObject({ status: 200 });
  });
});

describe('what a context refuses over HTTP', () => {
  it.each<[string, string, string, Json | undefined, number, string]>([
    ['an unknown context', 'GET', '/v1/contexts/none/log', undefined, 404, 'context.unknown'],
    ['an id that cannot be', 'GET', '/v1/contexts/-/log', undefined, 400, 'session.invalidId'],
    ['an unknown branch', 'GET', at('log?branch=none'), undefined, 404, 'branch.unknown'],
    ['an unknown version', 'GET', at('items?at=9'), undefined, 404, 'context.unknownVersion'],
    ['no version at all', 'GET', at('items?at=soon'), undefined, 400, 'usage.invalid'],
    ['half a difference', 'GET', at('diff?from=1'), undefined, 400, 'request.invalid'],
    ['a number that is none', 'GET', at('log?after=1e3'), undefined, 400, 'request.invalid'],
    ['a word that is none', 'GET', at('log?afterr=1'), undefined, 400, 'request.invalid'],
    ['a hash that is none', 'GET', at('verify?expect=1'), undefined, 400, 'request.invalid'],
    ['no words', 'GET', at('search'), undefined, 400, 'request.invalid'],
    ['an unknown kind', 'GET', at('search?text=a&kind=notes'), undefined, 400, 'usage.invalid'],
    ['no hits at all', 'GET', at('search?text=a&limit=0'), undefined, 400, 'request.invalid'],
    ['a wide search', 'GET', '/v1/contexts/-/search?text=a', undefined, 400, 'usage.invalid'],
    ['an empty commit', 'POST', at('commits'), { operations: [] }, 400, 'request.invalid'],
    [
      'an operation that is none',
      'POST',
      at('commits'),
      { operations: [{ op: 'move', item: 'a' }] },
      400,
      'request.invalid',
    ],
    [
      'what only a run may write',
      'POST',
      at('commits'),
      note('run/run_1/result'),
      400,
      'context.invalid',
    ],
    [
      'a base that lies ahead',
      'POST',
      at('commits'),
      { ...(note('a') as object), base: 9 },
      404,
      'context.unknownVersion',
    ],
    ['a branch that stands', 'POST', at('branches'), { name: 'idea' }, 409, 'branch.exists'],
    ['a name that cannot be', 'POST', at('branches'), { name: '../x' }, 400, 'branch.invalidName'],
    ['itself', 'POST', at('merges'), { from: 'main' }, 400, 'merge.self'],
    [
      'a policy of nobody',
      'POST',
      at('merges'),
      { from: 'idea', policy: 'x' },
      400,
      'request.invalid',
    ],
    ['what leads nowhere', 'GET', at('view?expand=z'), undefined, 404, 'context.unknownItem'],
    [
      'one budget and another',
      'GET',
      at('view?budget=1&budget=2'),
      undefined,
      400,
      'request.invalid',
    ],
    ['an unknown item', 'POST', at('purges'), { item: 'z' }, 404, 'context.unknownItem'],
    ['an unknown dialect', 'POST', at('render'), { to: 'klingon' }, 400, 'usage.invalid'],
    ['a dialect nobody writes', 'POST', at('render'), { to: 'codex' }, 400, 'usage.invalid'],
    ['no conversation', 'POST', at('extract'), { from: 'auto', body: '' }, 400, 'context.invalid'],
  ])('%s', async (_, method, path, body, status, code) => {
    const { ask, reports } = await furnished();
    expect(await ask(method, path, body)).toMatchObject({ status, body: { code } });
    expect(await ask('GET', at('log'))).toMatchObject({ body: { head: 3 } });
    expect(reports).toEqual([]);
  });

  it('more than the place can carry, which is said instead', async () => {
    const { ask, reports } = house({ maxAnswerBytes: 1_000 });
    const quotes = '"'.repeat(300);
    await ask('POST', at('commits'), note('a', quotes));
    expect(await ask('GET', at('items'))).toMatchObject({
      status: 413,
      headers: { 'content-type': 'application/problem+json' },
      body: { code: 'request.answerTooLarge', facts: { maxBytes: 1_000 } },
    });
    expect(await ask('GET', at('log'))).toMatchObject({ status: 200, body: { head: 1 } });
    expect(reports).toEqual([]);
  });

  it.each([
    ['commits', note('a', 'deep')],
    ['extract', { from: 'auto', body: 'deep' }],
  ])('what is nested deeper than anybody can look, to %s', async (path, document) => {
    const { send, reports } = house();
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const body = JSON.stringify(document).replace('"deep"', deep);
    const headers = { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' };
    const request = { method: 'POST', path: at(path), headers, body };
    expect(await send(request)).toMatchObject({ status: 400, body: { code: 'context.invalid' } });
    expect(reports).toEqual([]);
  });
});
