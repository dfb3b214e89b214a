import { describe, expect, it, vi } from 'vitest';
import { Fault } from '../../lib/core/shared/faults.ts';
import { hastyClock } from '../support/still-clock.ts';
import { config, house, OTHER_TOKEN, slowConfig } from './_house.ts';

const question = 'Why?';
const preset = 'rehearsal';

describe('a question over HTTP', () => {
  it('starts a run, which can be watched until it has an answer', async () => {
    const { ask, send } = house();
    const { status, headers, body } = await ask('POST', '/v1/runs', { question, config });
    expect(status).toBe(202);
    expect(body).toEqual({ runId: expect.any(String), sessionId: expect.any(String) });
    expect(headers['location']).toBe(`/v1/runs/${body['runId']}`);
    expect(headers['x-request-id']).toMatch(/^request_/);

    const result = await vi.waitFor(async () => {
      const { body: document } = await ask('GET', String(headers['location']));
      expect(document['status']).toBe('completed');
      return document;
    });
    expect(result).toMatchObject({
      ...body,
      turn: 1,
      winner: 'ada',
      votes: { ada: 2 },
      answer: 'Because.',
      agents: [{ id: 'ada', status: 'voted' }, { id: 'bob' }],
      context: { id: body['sessionId'], branch: 'main', hash: expect.any(String) },
    });
    const foreign = { Authorization: `Bearer ${OTHER_TOKEN}` };
    const path = `/v1/runs/${body['runId']}`;
    for (const method of ['GET', 'DELETE'])
      expect(await send({ method, path, headers: foreign })).toMatchObject({
        status: 404,
        body: { code: 'run.unknown' },
      });
  });

  it('is answered at once by whoever can wait', async () => {
    const { ask } = house();
    const { status, body } = await ask('POST', '/v1/runs?wait=20', { question, preset });
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'completed', answer: expect.any(String) });
  });

  it('that takes longer than anybody waits is answered with its run', async () => {
    const clock = hastyClock();
    const { ask } = house({ clock, starter: { start: async () => undefined } });
    const from = clock.now().getTime();
    const { status, body } = await ask('POST', '/v1/runs?wait=1000', { question, preset });
    expect(status).toBe(202);
    expect(body).toEqual({ runId: expect.any(String), sessionId: expect.any(String) });
    expect(clock.now().getTime() - from).toBe(25_000);
  });

  it('is one more turn of a session that it names, and not of one that is busy', async () => {
    const { ask } = house();
    const inSession = { question, preset, sessionId: 'mine' };
    expect((await ask('POST', '/v1/runs?wait=20', inSession)).body).toMatchObject({ turn: 1 });
    const second = await ask('POST', '/v1/runs?wait=20', inSession);
    expect(second.body).toMatchObject({ sessionId: 'mine', turn: 2, status: 'completed' });
    await ask('POST', '/v1/runs', { ...inSession, config: slowConfig, preset: undefined } as never);
    expect(await ask('POST', '/v1/runs', inSession)).toMatchObject({
      status: 409,
      body: { code: 'session.busy', facts: { session: 'mine' } },
    });
  });

  it('is asked although no machine starts: its request is committed', async () => {
    const start = async ({ run }: { readonly run: string }) => {
      throw new Fault('run.notStarted', { run, detail: 'ThrottlingException' });
    };
    const { ask, reports, deps } = house({ starter: { start } });
    const { status, body } = await ask('POST', '/v1/runs', { question, preset });
    expect(status).toBe(202);
    expect(reports).toMatchObject([{ code: 'run.notStarted' }]);
    expect(await deps.runs.sessionOf(String(body['runId']))).toBe(body['sessionId']);
    const { body: soFar } = await ask('GET', `/v1/runs/${body['runId']}`);
    expect(soFar).toMatchObject({ status: 'queued', answer: null, winner: null, rounds: 0 });
  });
});

describe('a run that is not over', () => {
  it('says who does what, and no winner', async () => {
    const { ask } = house();
    const { body } = await ask('POST', '/v1/runs', { question, config: slowConfig });
    const path = `/v1/runs/${body['runId']}`;
    await vi.waitFor(async () =>
      expect((await ask('GET', path)).body).toMatchObject({ status: 'running', rounds: 1 }),
    );
    expect((await ask('GET', path)).body).toMatchObject({
      answer: null,
      winner: null,
      agents: [{ id: 'ada', status: 'idle' }],
    });
    await ask('DELETE', path);
  });

  it('can be stopped, however often', async () => {
    const { ask } = house();
    const { body } = await ask('POST', '/v1/runs', { question, config: slowConfig });
    const path = `/v1/runs/${body['runId']}`;
    await vi.waitFor(async () =>
      expect((await ask('GET', path)).body).toMatchObject({ status: 'running' }),
    );
    const first = await ask('DELETE', path);
    expect(first).toMatchObject({ status: 200, body: { status: 'interrupted', answer: null } });
    expect((await ask('DELETE', path)).body).toEqual(first.body);
    expect((await ask('GET', path)).body).toEqual(first.body);
  });

  it('is stopped although its machine cannot be reached', async () => {
    const stop = async ({ run }: { readonly run: string }) => {
      throw new Fault('run.notStopped', { run, detail: 'ThrottlingException' });
    };
    const { ask, reports } = house({ starter: { stop } });
    const { body } = await ask('POST', '/v1/runs', { question, config: slowConfig });
    const path = `/v1/runs/${body['runId']}`;
    expect((await ask('DELETE', path)).status).toBeOneOf([200, 202]);
    expect(reports).toMatchObject([{ code: 'run.notStopped' }]);
    await vi.waitFor(async () =>
      expect((await ask('DELETE', path)).body).toMatchObject({ status: 'interrupted' }),
    );
  });

  it('is over, if it is, when it is stopped', async () => {
    const { ask } = house();
    const { body } = await ask('POST', '/v1/runs?wait=20', { question, preset });
    expect((await ask('DELETE', `/v1/runs/${body['runId']}`)).body).toEqual(body);
  });

  it.each(['run_nobody', '..', '%00', '%E0%A4%A', 'a'.repeat(3000), "'; --"])(
    'is not %s',
    async (id) => {
      const { ask } = house();
      for (const method of ['GET', 'DELETE'])
        expect((await ask(method, `/v1/runs/${id}`)).status).toBe(404);
    },
  );
});

describe('a key', () => {
  const key = { 'Idempotency-Key': '8e03978e-40d5-43dd-bc93-6894a57f9324' };

  it('sent again starts nothing new, also when the run is over', async () => {
    const { ask, starter } = house();
    const first = await ask('POST', '/v1/runs', { question, preset }, key);
    expect(first.status).toBe(202);
    const again = await ask('POST', '/v1/runs?wait=20', { preset, question }, key);
    expect(again.body).toMatchObject({ ...first.body, status: 'completed' });
    expect((await ask('POST', '/v1/runs', { question, preset }, key)).body).toEqual(first.body);
    expect(starter.started()).toHaveLength(1);
  });

  it('sent by many at once starts one run', async () => {
    const { ask, starter, deps } = house();
    const all = await Promise.all(
      Array.from({ length: 8 }, () => ask('POST', '/v1/runs', { question, preset }, key)),
    );
    const [first] = all;
    for (const answer of all) expect(answer).toMatchObject({ status: 202, body: first?.body });
    expect(starter.started()).toHaveLength(1);
    expect(await deps.sessions.list()).toHaveLength(1);
  });

  it('with another body is refused', async () => {
    const { ask, starter } = house();
    await ask('POST', '/v1/runs', { question, preset }, key);
    expect(await ask('POST', '/v1/runs', { question: 'Who?', preset }, key)).toMatchObject({
      status: 422,
      body: { code: 'request.keyReused' },
    });
    expect(starter.started()).toHaveLength(1);
  });

  it('that met a busy session is tried again', async () => {
    const { ask } = house();
    const inSession = { question, preset, sessionId: 'mine' };
    const slow = { question, config: slowConfig, sessionId: 'mine' };
    const { body } = await ask('POST', '/v1/runs', slow);
    expect((await ask('POST', '/v1/runs', inSession, key)).status).toBe(409);
    await ask('DELETE', `/v1/runs/${body['runId']}`);
    expect((await ask('POST', '/v1/runs?wait=20', inSession, key)).body).toMatchObject({
      status: 'completed',
      turn: 2,
    });
  });

  it('of one tenant is none of another', async () => {
    const { ask } = house();
    const mine = await ask('POST', '/v1/runs', { question, preset }, key);
    const theirs = await ask(
      'POST',
      '/v1/runs',
      { question: 'Who?', preset },
      { ...key, Authorization: `Bearer ${OTHER_TOKEN}` },
    );
    expect(theirs.status).toBe(202);
    expect(theirs.body['runId']).not.toBe(mine.body['runId']);
  });
});
