import { expect, it, onTestFinished } from 'vitest';
import { interleave } from '../../lib/http/interleave.ts';
import { startServer } from '../../lib/local/server/server.ts';
import { config, house, TOKEN } from './_house.ts';

interface Told {
  readonly id: string;
  readonly data: { readonly type: string; readonly [more: string]: unknown };
}

const toldIn = (text: string): readonly Told[] =>
  [...text.matchAll(/^id: (.*)\ndata: (.*)$/gm)].map(([, id = '', data = '']) => ({
    id,
    data: JSON.parse(data),
  }));

async function finished() {
  const to = house({ canStream: true });
  const { body } = await to.ask('POST', '/v1/runs?wait=25', { question: 'Why?', config });
  const listen = async (last?: string) => {
    const headers = { Authorization: `Bearer ${TOKEN}`, ...(last && { 'Last-Event-ID': last }) };
    return to.app.request(`/v1/runs/${body['runId']}/events`, { headers });
  };
  return { ...to, listen };
}

it('tells what happened in a run, and ends with it', async () => {
  const { listen } = await finished();
  const told = toldIn(await (await listen()).text());
  const types = told.map(({ data }) => data.type).filter((type) => type !== 'context.committed');
  expect(types[0]).toBe('run.started');
  expect(types.at(-1)).toBe('run.finished');
  for (const type of ['round.started', 'agent.started', 'agent.answer', 'agent.vote'])
    expect(types).toContain(type);
  expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
});

it('whoever comes back with any id is told exactly the rest', async () => {
  const { listen } = await finished();
  const told = toldIn(await (await listen()).text());
  for (const [at, { id }] of told.entries())
    expect(toldIn(await (await listen(id)).text())).toEqual(told.slice(at + 1));
});

it('an id of none of these events is a problem', async () => {
  const { listen } = await finished();
  for (const id of ['3', 'x.1', '-1.1']) expect((await listen(id)).status).toBe(400);
});

it('of a run that nobody knows there is nothing to tell', async () => {
  const { ask } = house();
  expect(await ask('GET', '/v1/runs/run_1/events')).toMatchObject({
    status: 404,
    body: { code: 'run.unknown' },
  });
});

it('a server on one machine tells as well what agents say while they say it', async () => {
  const server = await startServer({ data: ':memory:' });
  onTestFinished(server.close);
  const headers = { Authorization: `Bearer ${server.token}`, 'Content-Type': 'application/json' };
  const script = [{ answer: 'Because.', delay_ms: 3_000 }, { vote: 'ada' }];
  const slow = { agents: [{ id: 'ada', backend: { type: 'rehearsal', script } }] };
  const body = JSON.stringify({ question: 'Why?', config: slow });
  const asked = await fetch(`${server.url}/v1/runs`, { method: 'POST', headers, body });
  const { runId } = (await asked.json()) as { runId: string };
  const text = await (await fetch(`${server.url}/v1/runs/${runId}/events`, { headers })).text();
  const told = toldIn(text);
  expect(told.at(-1)?.data.type).toBe('run.finished');
  expect(told.map(({ data }) => data.type)).toContain('agent.delta');
});

it('what is said in passing is told between what lasts, and ends with it', async () => {
  let say: (word: string) => void = () => undefined;
  let isEnded = false;
  async function* lasting() {
    yield 'first';
    say('aside');
    await new Promise((resolve) => setImmediate(resolve));
    yield 'last';
  }
  const told: string[] = [];
  const overhear = (listener: (word: string) => void) => {
    say = listener;
    return () => {
      isEnded = true;
    };
  };
  for await (const word of interleave(lasting(), overhear)) told.push(word);
  expect(told).toEqual(['first', 'aside', 'last']);
  expect(isEnded).toBe(true);
});
