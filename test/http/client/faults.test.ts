import { expect, it } from 'vitest';
import { isFault } from '../../../lib/core/shared/faults.ts';
import { remoteContexts } from '../../../lib/http/client/contexts.ts';
import { randomIds } from '../../../lib/runtime/system.ts';
import { hastyClock } from '../../support/still-clock.ts';

const url = 'http://127.0.0.1:9/stage/';
const json = { 'Content-Type': 'application/json' };

/** A service that gives one answer after the other, and the requests that it was sent. */
function answering(...answers: readonly (() => Response)[]) {
  const requests: Request[] = [];
  const left = [...answers];
  const fetch = async (request: Request) => {
    requests.push(request);
    const answer = left.length > 1 ? left.shift() : left[0];
    if (!answer) throw new TypeError('fetch failed', { cause: new Error('nobody is there') });
    return answer();
  };
  const remote = {
    url,
    token: 'token',
    fetch: fetch as never,
    clock: hastyClock(),
    ids: randomIds,
  };
  return { contexts: remoteContexts(remote), requests };
}

const document = (body: unknown) => () => new Response(JSON.stringify(body), { headers: json });
const problem = (status: number, body: object) => () =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/problem+json' },
  });
const busy = problem(503, {
  type: 'urn:massgen:fault:store.busy',
  title: 'Store: busy',
  status: 503,
  detail: 'The service could not do this.',
  hint: 'Try again.',
  code: 'store.busy',
  request: 'request_1',
});
const none = document({ contexts: [] });
const committed = document({
  kind: 'committed',
  version: 1,
  rebased: false,
  repeated: false,
  conflicts: [],
});

const note = { operations: [{ op: 'put', item: 'a', kind: 'note', body: 1 }] };

it('asks below the address that it was given, with its token, and follows nobody elsewhere', async () => {
  const { contexts, requests } = answering(none);
  await contexts.list();
  expect(requests[0]).toMatchObject({ url: `${url}v1/contexts`, redirect: 'error' });
  expect(requests[0]?.headers.get('Authorization')).toBe('Bearer token');
});

it('a read is sent again when it fails in passing', async () => {
  const { contexts, requests } = answering(busy, busy, none);
  expect(await contexts.list()).toEqual({ contexts: [] });
  expect(requests).toHaveLength(3);
});

it('a commit is sent again as the same commit', async () => {
  const { contexts, requests } = answering(busy, committed);
  expect(await contexts.commit('ctx', note)).toMatchObject({ version: 1 });
  const ids = await Promise.all(
    requests.map(async (request) => String(((await request.json()) as { id: unknown }).id)),
  );
  expect(ids).toEqual([expect.stringMatching(/^commit_/), ids[0]]);
});

it('what would be done twice is sent once', async () => {
  const { contexts, requests } = answering(busy, committed);
  await expect(contexts.rollback('ctx', { to: 1 })).rejects.toMatchObject({
    code: 'remote.failed',
    facts: { code: 'store.busy', request: 'request_1' },
  });
  expect(requests).toHaveLength(1);
});

it('says when nobody answers, after a while', async () => {
  const { contexts, requests } = answering();
  await expect(contexts.list()).rejects.toMatchObject({
    code: 'remote.unreachable',
    facts: { url, detail: 'nobody is there' },
  });
  expect(requests).toHaveLength(4);
});

it.each<[string, () => Response]>([
  ['a page', () => new Response('<html>', { headers: { 'Content-Type': 'text/html' } })],
  ['no JSON', () => new Response('{', { headers: json })],
  ['another document', document({ sessions: [] })],
  ['an error of something else', () => new Response('no', { status: 404 })],
  ['a problem of something else', problem(400, { type: 'about:blank' })],
])('%s is no answer', async (_, answer) => {
  await expect(answering(answer).contexts.list()).rejects.toMatchObject({ code: 'remote.strange' });
});

it('a fault of this version is itself, and one of a newer version says what it says', async () => {
  const base = {
    title: 'T',
    status: 409,
    request: 'r',
    type: 't',
    detail: 'So it is.',
    hint: 'H.',
  };
  const facts = { context: 'ctx' };
  const known = answering(problem(409, { ...base, code: 'context.exists', facts }));
  const failure = await known.contexts.create('ctx').catch((error) => error);
  expect(isFault(failure, 'context.exists')).toBe(true);
  const newer = answering(problem(409, { ...base, code: 'context.tooNew', facts }));
  await expect(newer.contexts.create('ctx')).rejects.toMatchObject({
    code: 'remote.failed',
    message: 'So it is.',
    hint: 'H. It is a context.tooNew, of the request r.',
  });
});
