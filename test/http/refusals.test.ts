import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../lib/core/shared/json.ts';
import { oneAgent } from '../config/support/config-of.ts';
import { config, house, TOKEN } from './_house.ts';

const question = 'Why?';
const preset = 'rehearsal';

const withToken = { Authorization: `Bearer ${TOKEN}` };
const asJson = { ...withToken, 'Content-Type': 'application/json' };

type House = ReturnType<typeof house>;

/** Sends a request that is refused, sees that nothing was written, and shows the answer. */
async function refused(send: (to: House) => Promise<unknown>) {
  const to = house();
  const answer = await send(to);
  expect(to.table.counts().puts).toBe(0);
  expect(to.starter.started()).toEqual([]);
  expect(to.reports).toEqual([]);
  expect(answer).toMatchObject({
    headers: {
      'content-type': 'application/problem+json',
      'x-request-id': expect.stringMatching(/^request_/),
    },
    body: { type: expect.stringMatching(/^urn:massgen:fault:/), title: expect.any(String) },
  });
  return answer;
}

const problem = (status: number, code: string, more: object = {}) => ({
  status,
  body: { status, code, type: `urn:massgen:fault:${code}`, ...more },
});

describe('a request that asks for no answer', () => {
  it.each<[string, Json, string, object]>([
    ['a body that is no object', [], 'request.invalid', {}],
    ['no question', { preset }, 'request.invalid', { facts: { field: 'question' } }],
    ['an empty question', { question: ' \n', preset }, 'request.invalid', {}],
    ['a question that is no text', { question: 1, preset }, 'request.invalid', {}],
    ['nobody to answer', { question }, 'request.invalid', { facts: { field: 'config' } }],
    ['two teams', { question, preset, config }, 'request.invalid', {}],
    [
      'a field that nobody knows',
      { question, preset, sesionId: 'mine' },
      'request.invalid',
      { facts: { field: 'sesionId' }, hint: 'Did you mean `sessionId`?' },
    ],
    ['a session that cannot be', { question, preset, sessionId: '../x' }, 'session.invalidId', {}],
    ['a preset that is not', { question, preset: 'reharsal' }, 'config.unknownPreset', {}],
    ['a config that is none', { question, config: 'agents: []' }, 'config.invalid', {}],
    ['a config without agents', { question, config: {} }, 'config.invalid', {}],
    [
      'a config with a key',
      { question, config: oneAgent({ type: 'openai', api_key: 'mine' }) },
      'config.notAllowed',
      { detail: expect.stringContaining('never stores keys') },
    ],
    [
      'a local server',
      { question, config: oneAgent({ type: 'lmstudio' }) },
      'config.notAllowed',
      { facts: { path: 'agents[0].backend.base_url' } },
    ],
    [
      'a backend that does not run here',
      { question, config: oneAgent({ type: 'grok' }) },
      'config.backendNotHere',
      { facts: { agent: 'solo', backend: 'grok' } },
    ],
  ])('names %s', async (_, body, code, more) => {
    expect(await refused(({ ask }) => ask('POST', '/v1/runs', body))).toMatchObject(
      problem(400, code, more),
    );
  });

  it.each([
    ['nothing', ''],
    ['half of it', '{"question": "Why?", "pre'],
    ['two of them', '{} {}'],
    ['YAML', 'question: Why?'],
  ])('sends %s instead of JSON, and is not quoted', async (_, body) => {
    const send = ({ send: to }: House) =>
      to({ method: 'POST', path: '/v1/runs', headers: asJson, body });
    const answer = await refused(send);
    expect(answer).toMatchObject(problem(400, 'request.notJson'));
    expect(JSON.stringify(answer)).not.toContain('Why?');
  });

  it('sends bytes that are no text', async () => {
    const answer = await refused(async ({ app }) => {
      const bytes = new Uint8Array([0x22, 0xff, 0x22]);
      const request = { method: 'POST', headers: asJson, body: bytes };
      const response = await app.request('/v1/runs', request);
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: await response.json(),
      };
    });
    expect(answer).toMatchObject(problem(400, 'request.notJson'));
  });

  it('is nested deeper than anybody can look', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    for (const body of [deep, `{"question":"Why?","config":{"agents":${deep}}}`])
      expect(
        await refused(({ send }) =>
          send({ method: 'POST', path: '/v1/runs', headers: asJson, body }),
        ),
      ).toMatchObject({ status: 400 });
  });

  it('sends more than a mebibyte', async () => {
    const body = { question: 'a'.repeat(1024 * 1024), preset };
    expect(await refused(({ ask }) => ask('POST', '/v1/runs', body))).toMatchObject(
      problem(413, 'request.tooLarge', { facts: { maxBytes: 1_048_576 } }),
    );
  });

  it('sends something that goes on and on, which is not heard to its end', async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull: (controller) => {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536));
      },
    });
    const request = { method: 'POST', headers: asJson, body: endless, duplex: 'half' as const };
    const response = await house().app.request('/v1/runs', request);
    expect(response.status).toBe(413);
    expect(sent).toBeLessThan(2 * 1024 * 1024);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonl', ''])(
    'calls its body %j',
    async (type) => {
      const headers = { ...withToken, ...(type && { 'Content-Type': type }) };
      const body = JSON.stringify({ question, preset });
      const send = ({ send: to }: House) => to({ method: 'POST', path: '/v1/runs', headers, body });
      expect(await refused(send)).toMatchObject(problem(415, 'request.wrongType'));
    },
  );

  it.each(['-1', 'soon', '1.5', '1e3', ''])('waits for %j seconds', async (wait) => {
    const body = { question, preset };
    expect(await refused(({ ask }) => ask('POST', `/v1/runs?wait=${wait}`, body))).toMatchObject(
      problem(400, 'request.invalid', { facts: { field: 'wait' } }),
    );
  });

  it.each([' ', 'a'.repeat(256), 'a\tb', 'schl\u00fcssel'])('has the key %j', async (key) => {
    const { app, table } = house();
    const headers = { ...asJson, 'Idempotency-Key': key };
    const body = JSON.stringify({ question, preset });
    const response = await app.request('/v1/runs', { method: 'POST', headers, body });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ facts: { field: 'Idempotency-Key' } });
    expect(table.counts().puts).toBe(0);
  });
});

describe('a request for what is not there', () => {
  it.each([
    ['GET', '/'],
    ['GET', '/v1'],
    ['GET', '/v1/runs/a/b'],
    ['POST', '/v2/runs'],
    ['GET', '/v1/health/'],
  ])('%s %s is told so', async (method, path) => {
    expect(await refused(({ ask }) => ask(method, path))).toMatchObject(
      problem(404, 'request.unknownRoute', { facts: { method, path } }),
    );
  });

  it.each([
    ['GET', '/v1/runs', 'POST'],
    ['PUT', '/v1/runs/run_1', 'GET, DELETE'],
    ['OPTIONS', '/v1/runs', 'POST'],
    ['POST', '/v1/health', 'GET'],
  ])('%s %s is told which method there is', async (method, path, allow) => {
    const answer = await refused(({ ask }) => ask(method, path));
    expect(answer).toMatchObject(problem(405, 'request.wrongMethod'));
    expect(answer).toMatchObject({ headers: { allow } });
  });
});

it('any body at all is a run or a problem document, and no fault of the service', async () => {
  const nearly = fc.record(
    {
      question: fc.oneof(fc.string(), fc.jsonValue()),
      preset: fc.oneof(fc.constant('rehearsal'), fc.jsonValue()),
      config: fc.oneof(fc.constant(config), fc.jsonValue()),
      sessionId: fc.oneof(fc.string(), fc.jsonValue()),
    },
    { requiredKeys: [] },
  );
  const to = house({ starter: { start: async () => undefined } });
  await fc.assert(
    fc.asyncProperty(fc.oneof(nearly, fc.jsonValue(), fc.string()), async (value) => {
      const body = typeof value === 'string' ? value : JSON.stringify(value);
      const answer = await to.send({ method: 'POST', path: '/v1/runs', headers: asJson, body });
      if (answer.status === 202) return;
      expect([400, 409]).toContain(answer.status);
      expect(answer.body).toHaveProperty('code');
    }),
    { numRuns: 300 },
  );
  expect(to.reports).toEqual([]);
});
