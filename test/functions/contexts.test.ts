import { expect, it } from 'vitest';
import { type Cloud, startCloud, TOKEN } from '../support/cloud/cloud.ts';
import { httpEvent } from '../support/http-event.ts';

const at = (path: string) => `/v1/contexts/ctx/${path}`;

const post = ({ send }: Cloud, path: string, body: object, headers = {}) =>
  send({ method: 'POST', path, body: JSON.stringify(body), headers });

const get = ({ send }: Cloud, path: string, headers = {}) => send({ method: 'GET', path, headers });

const note = (item: string, body: unknown = item) => ({
  operations: [{ op: 'put', item, kind: 'note', body }],
});

it('the deployed service commits, tells who lost, and shows what stands', async () => {
  const cloud = await startCloud();
  expect(await post(cloud, at('commits'), note('a'))).toMatchObject({
    status: 200,
    body: { kind: 'committed', version: 1 },
  });
  expect(await post(cloud, at('commits'), { ...note('a', 'mine'), base: 0 })).toMatchObject({
    status: 409,
    body: { kind: 'conflict', version: 1, conflicts: [{ item: 'a', ours: 'mine', theirs: 'a' }] },
  });
  expect(await get(cloud, at('items'))).toMatchObject({
    status: 200,
    body: { version: 1, items: [{ id: 'a', body: 'a' }] },
  });
  expect(await get(cloud, '/v1/contexts')).toMatchObject({
    body: { contexts: [{ id: 'ctx', head: 1 }] },
  });
  cloud.lambda.cool();
  expect(await get(cloud, at('search?text=a'))).toMatchObject({ body: { hits: [{ item: 'a' }] } });
  expect(await get(cloud, at('view'))).toMatchObject({ body: { meter: { items: 1 } } });
  expect(await post(cloud, at('purges'), { item: 'a' })).toMatchObject({ body: { version: 2 } });
  expect(await get(cloud, at('verify'))).toMatchObject({ body: { ok: true, checked: 2 } });
  await cloud.settle();
  expect(cloud.announced.map(({ version }) => version)).toEqual([1, 2]);
});

it('a commit of another function ends the wait for what comes next', async () => {
  const cloud = await startCloud();
  await post(cloud, at('commits'), note('a'));
  const headers = { authorization: `Bearer ${TOKEN}`, 'last-event-id': '1' };
  const event = httpEvent({ method: 'GET', path: at('events'), headers });
  const listening = cloud.lambda.invoke('api', event);
  await post(cloud, at('commits'), note('b'));
  const answer = (await listening) as Answer;
  expect(answer).toMatchObject({
    statusCode: 200,
    headers: { 'content-type': 'text/event-stream' },
  });
  expect(answer.isBase64Encoded).toBe(true);
  expect(Buffer.from(answer.body, 'base64').toString()).toMatch(
    /^retry: \d+\n\nid: 2\ndata: \{"type":"context.committed","version":2,/,
  );
});

it('speaks MCP, one exchange at a time', async () => {
  const cloud = await startCloud();
  await post(cloud, at('commits'), note('a', 'A cache.'));
  const call = {
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'context_read', arguments: {} },
  };
  const accept = { accept: 'application/json, text/event-stream' };
  const { status, body } = await post(cloud, '/mcp?context=ctx', call, accept);
  expect(status).toBe(200);
  expect(JSON.stringify(body)).toContain('A cache.');
});

it('carries piece by piece what is larger than Lambda carries, and says so where that cannot be', async () => {
  const cloud = await startCloud();
  const large = 'word '.repeat(500_000);
  for (const item of ['a', 'b', 'c'])
    expect(await post(cloud, at('commits'), note(item, large))).toMatchObject({ status: 200 });
  const first = { version: 3, items: [{ id: 'a' }, { id: 'b' }], next: 'b' };
  expect(await get(cloud, at('items'))).toMatchObject({ status: 200, body: first });
  expect(await get(cloud, at('items?at=3&behind=b'))).toMatchObject({
    body: { items: [{ id: 'c' }] },
  });
  const quotes = '"'.repeat(1_600_000);
  expect(await post(cloud, at('commits'), note('d', quotes))).toMatchObject({ status: 200 });
  expect(await get(cloud, at('items?behind=c'))).toMatchObject({
    status: 413,
    body: { code: 'request.answerTooLarge' },
  });
});

it('describes itself to anybody', async () => {
  const cloud = await startCloud();
  expect(await get(cloud, '/openapi.json', { authorization: '' })).toMatchObject({
    status: 200,
    body: { openapi: '3.1.1' },
  });
});

interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}
