import { statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { reference } from '../../lib/config/variables.ts';
import { startChatServer } from '../support/chat-server/chat-server.ts';
import { folder, massgen } from '../support/command.ts';
import { sensible } from '../support/scripted-model.ts';
import { type Served, served } from '../support/served.ts';
import { until } from '../support/until.ts';

const note = { operations: [{ op: 'put', item: 'a', kind: 'note', body: 1 }] };

it('serves the data of a folder to whoever has its token, which stays the same', async () => {
  const first = await served();
  expect(first.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(first.token).toMatch(/^[\w-]{43}$/);
  expect(statSync(join(first.data, 'token')).mode & 0o777).toBe(0o600);
  expect(await first.ask('POST', '/v1/contexts/ctx/commits', note)).toMatchObject({ status: 200 });
  expect((await fetch(`${first.url}/v1/contexts`)).status).toBe(401);
  expect(await first.end()).toMatchObject({ code: 0 });

  const { token, ask } = await served(first.data);
  expect(token).toBe(first.token);
  expect(await ask('GET', '/v1/contexts/ctx/log')).toMatchObject({ body: { head: 1 } });
  const { stdout } = await massgen(['context', 'log', 'ctx', '--json', '--data', first.data]);
  expect(JSON.parse(stdout)).toEqual((await ask('GET', '/v1/contexts/ctx/log')).body);
});

it('opens to a token of one’s own, from the environment or a flag', async () => {
  const own = 'a-token-of-my-own-choosing';
  const { token } = await served(folder(), { MASSGEN_TOKEN: own });
  expect(token).toBe(own);
  const refused = await massgen(['serve', '--data', folder(), '--token', 'short', '--json']);
  expect(refused).toMatchObject({ code: 1 });
  expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: 'usage.invalid' } });
});

it('a port that is in use is a clear fault', async () => {
  const { url } = await served();
  const { port } = new URL(url);
  const ended = await massgen(['serve', '--data', folder(), '--port', port]);
  expect(ended).toMatchObject({ code: 1, stdout: '' });
  expect(ended.stderr).toContain(`error: Port ${port} is in use.\nhint: `);
});

it('a page that came by another name is answered nothing', async () => {
  const { url, token } = await served();
  const statusFor = (host: string) =>
    new Promise((resolve, reject) => {
      const headers = { Host: host, Authorization: `Bearer ${token}` };
      const asked = request(`${url}/v1/contexts`, { headers }, ({ statusCode }) =>
        resolve(statusCode),
      );
      asked.on('error', reject).end();
    });
  expect(await statusFor('evil.example')).toBe(421);
  expect(await statusFor('127.0.0.1.evil.example:80')).toBe(421);
  expect(await statusFor('localhost:80')).toBe(200);
  expect((await fetch(`${url}/v1/health`)).headers.get('access-control-allow-origin')).toBe(null);
});

it('streams what other processes commit, and ends its streams when it ends', async () => {
  const { data, ask, listen, end } = await served();
  await ask('POST', '/v1/contexts/ctx/commits', note);
  const { body } = await listen('/v1/contexts/ctx/events?from=1');
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  const file = join(data, 'commit.json');
  writeFileSync(file, JSON.stringify(note));
  await massgen(['context', 'commit', 'ctx', '--file', file, '--data', data]);
  let text = '';
  while (!text.includes('id: 2\n')) text += (await reader?.read())?.value;
  const ending = end();
  while (!(await reader?.read())?.done);
  expect(await ending).toMatchObject({ code: 0 });
});

/** A model that keeps its agent waiting until it is told not to. */
async function withSlowModel() {
  const behaviour = { slow: true };
  const model = await startChatServer({
    mode: 'common',
    respond: (asked) => ({
      ...sensible({ answer: 'Because.', votesFor: 'agent1' })(asked),
      ...(behaviour.slow && { delayMs: 600_000 }),
    }),
  });
  const env = { LMSTUDIO_BASE_URL: model.url };
  const backend = { type: 'lmstudio', model: 'slow' };
  const config = { agents: [{ id: 'one', backend }] };
  return { behaviour, model, env, config, [Symbol.asyncDispose]: model.close };
}

const begin = async ({ ask }: Served, config: object): Promise<string> => {
  const { status, body } = await ask('POST', '/v1/runs', { question: 'Why?', config });
  expect(status).toBe(202);
  return String(body['runId']);
};

async function over({ ask }: Served, run: string) {
  const read = async () => (await ask('GET', `/v1/runs/${run}`)).body;
  await until(async () => !['queued', 'running'].includes(String((await read())['status'])));
  return read();
}

it.each(['SIGKILL', 'SIGTERM'] as const)(
  'a run goes on when the server that was ended by %s is started again',
  async (signal) => {
    await using slow = await withSlowModel();
    const first = await served(folder(), slow.env);
    const run = await begin(first, slow.config);
    await until(() => slow.model.requests.length > 0);
    await first.end(signal);
    slow.behaviour.slow = false;
    const second = await served(first.data, slow.env);
    expect(await over(second, run)).toMatchObject({ status: 'completed', votes: { one: 1 } });
  },
);

it('a run is stopped by whoever asks for it, its model call included', async () => {
  await using slow = await withSlowModel();
  const server = await served(folder(), slow.env);
  const run = await begin(server, slow.config);
  await until(() => slow.model.requests.length > 0);
  expect((await server.ask('DELETE', `/v1/runs/${run}`)).status).toBeLessThan(203);
  expect(await over(server, run)).toMatchObject({ status: 'interrupted' });
});

it('a config that comes over the network may not say what only a file of one’s own may', async () => {
  const { ask } = await served(folder(), { OPENAI_API_KEY: 'sk-not-a-key' });
  const agent = (backend: object) => ({
    question: 'Why?',
    config: { agents: [{ id: 'one', backend }] },
  });
  const elsewhere = { type: 'openai', model: 'm', base_url: 'http://10.0.0.1/v1' };
  const referring = { type: 'openai', model: reference('HOME') };
  for (const backend of [elsewhere, referring])
    expect(await ask('POST', '/v1/runs', agent(backend))).toMatchObject({
      status: 400,
      body: { code: 'config.notAllowed' },
    });
  expect(await ask('POST', '/v1/runs', agent({ type: 'grok', model: 'm' }))).toMatchObject({
    status: 400,
    body: { code: 'config.backendNotHere' },
  });
});
