import { expect, it, onTestFinished, vi } from 'vitest';
import { startCloud, TOKEN } from '../support/cloud/cloud.ts';
import type { HttpRequest } from '../support/http-event.ts';

const post = (body: object, headers: HttpRequest['headers'] = {}): HttpRequest => ({
  method: 'POST',
  path: '/v1/runs',
  headers: { 'idempotency-key': 'mine', ...headers },
  body: JSON.stringify(body),
});

const question = { question: 'Why?', preset: 'rehearsal' };

it('a question over HTTP is in the table, and its execution is started, once for a key', async () => {
  const { send, machine } = await startCloud();
  const first = await send(post(question));
  expect(first).toMatchObject({ status: 202, body: { runId: expect.stringMatching(/^run_/) } });
  expect(await send(post(question))).toMatchObject({ status: 202, body: first.body });

  const { runId, sessionId } = first.body;
  const input = { tenant: 'main', context: sessionId, run: runId, round: 0 };
  expect(machine.executions).toMatchObject([{ name: `${runId}-1`, input: JSON.stringify(input) }]);
  const shown = await send({ method: 'GET', path: `/v1/runs/${runId}`, body: 'idle' });
  expect(shown).toMatchObject({ status: 200, body: { runId, sessionId } });
  expect(shown.headers['x-request-id']).toMatch(/./);
  await machine.executions[0]?.over;
});

it('what is refused leaves the table as it was', async () => {
  const { send, operations, machine } = await startCloud();
  const key = { agents: [{ id: 'a', backend: { type: 'rehearsal', api_key: 'x' } }] };
  expect(await send(post({ question: 'Why?', config: key }))).toMatchObject({
    status: 400,
    body: { code: 'config.notAllowed' },
  });
  const nobody = { agents: [{ id: 'a', backend: { type: 'grok' } }] };
  expect(await send(post({ question: 'Why?', config: nobody }))).toMatchObject({
    body: { code: 'config.backendNotHere' },
  });
  expect(await send(post(question, { authorization: '' }))).toMatchObject({ status: 401 });
  expect(operations).toEqual([]);
  expect(machine.executions).toEqual([]);
});

it('without a token in its secret the service opens to nobody, and says nothing of the secret', async () => {
  const { send } = await startCloud({ token: '' });
  for (const token of [TOKEN, 'x', '']) {
    const headers = { authorization: `Bearer ${token}` };
    const { status, body } = await send({ method: 'GET', path: '/v1/runs/run_1', headers });
    expect(status).toBe(token === '' ? 401 : 500);
    expect(JSON.stringify(body)).not.toContain('secretsmanager');
  }
});

it('health needs nothing but its variables', async () => {
  vi.stubEnv('MASSGEN_ENVIRONMENT', 'test');
  vi.stubEnv('MASSGEN_BACKENDS', 'rehearsal, openai');
  onTestFinished(() => void vi.unstubAllEnvs());
  const { handler } = await import('../../functions/health.ts');
  const { statusCode, headers, body = '' } = await handler();
  expect({ statusCode, headers }).toMatchObject({
    statusCode: 200,
    headers: { 'Content-Type': 'application/json' },
  });
  expect(JSON.parse(body)).toEqual({
    status: 'ok',
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    environment: 'test',
    backends: ['rehearsal', 'openai'],
  });
});
