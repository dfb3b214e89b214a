import { describe, expect, it } from 'vitest';
import type { Commit } from '../../../lib/core/context/commit.ts';
import { readRun } from '../../../lib/core/coordination/read-run.ts';
import { agentOf } from '../../../lib/core/coordination/run-log.ts';
import { startRun } from '../../../lib/core/session/start-run.ts';
import { memoryLog } from '../../support/memory-log.ts';
import { draft, put } from '../context/_drafts.ts';
import {
  answer,
  finished,
  given,
  presented,
  presents,
  RUN,
  resumed,
  round,
  seconds,
  stopped,
} from './_given.ts';
import { address, house, SESSION } from './_house.ts';

/** A run of which one more step is written with this body in the place of its own. */
async function withBody(step: string, role: string, body: string): Promise<readonly Commit[]> {
  const { ask, deps, commits } = house({ agents: { ada: [] } });
  const { order } = await ask();
  const cause = { run: order.run, step, round: 1, agent: 'ada' };
  const operation = put('item', body, { tags: [role] });
  await deps.log.commit(address, draft([operation], { id: 'odd', cause }));
  return commits();
}

describe('reading a run', () => {
  it('does not know one that was never asked for', async () => {
    const { log } = memoryLog();
    await log.commit(address, draft([put('a', 1)]));
    expect(() => readRun([], RUN)).toThrow(
      expect.objectContaining({ code: 'run.unknown', facts: { run: RUN } }),
    );
    const { commits } = await log.history(address);
    expect(() => readRun(commits, RUN)).toThrow(expect.objectContaining({ code: 'run.unknown' }));
  });

  it('knows one whose agents were called on news before its request had landed', async () => {
    const { team, deps, commits } = house({ agents: { ada: [] } });
    const cause = { run: 'early', step: 'react', agent: 'ada', depth: 1 };
    await deps.log.commit(address, draft([put('said', 'Seen.')], { cause }));
    await startRun(deps, { session: SESSION, question: 'Why?', team, run: 'early' });
    expect(readRun(await commits(), 'early').request).toMatchObject({ run: 'early' });
  });

  it.each([
    ['plan', 'round'],
    ['turn', 'turn'],
    ['stop', 'stop'],
    ['present', 'presentation'],
    ['finish', 'result'],
  ])('names the commit of a %s that it cannot read', async (step, role) => {
    const commits = await withBody(step, role, 'from a newer massgen');
    const run = commits[0]?.cause?.run ?? '';
    expect(() => readRun(commits, run)).toThrow(
      expect.objectContaining({
        code: 'context.unreadable',
        facts: expect.objectContaining({
          context: 'session',
          version: 2,
          detail: expect.stringContaining(role),
        }),
      }),
    );
  });

  it('passes over steps that it does not know, and commits of nobody or of other runs', async () => {
    const commits = await withBody('ponder', 'thought', 'from a newer massgen');
    const run = commits[0]?.cause?.run ?? '';
    expect(readRun(commits, run)).toMatchObject({ decisions: [], turns: [], attempt: 1 });
  });

  it('knows when it was asked for, and when it was last taken up', () => {
    const { run } = given(
      seconds(5),
      answer('agent1'),
      seconds(5),
      stopped,
      finished,
      seconds(90),
      resumed,
    );
    expect(run).toMatchObject({
      requestedAt: new Date('2026-01-01T00:00:00.000Z'),
      startedAt: new Date('2026-01-01T00:01:40.000Z'),
      attempt: 2,
      stopped: undefined,
      result: undefined,
      finished: undefined,
    });
  });

  it('keeps the last of each agent’s answers, with the version that holds it, and counts them all', () => {
    const { run } = given(
      answer('agent1', 'One.'),
      answer('agent2'),
      round(),
      answer('agent1', 'Two.'),
    );
    expect(run.answers.get('agent1')).toEqual({ agent: 'agent1', content: 'Two.', version: 6 });
    expect(run.answersGiven).toEqual(
      new Map([
        ['agent1', 2],
        ['agent2', 1],
      ]),
    );
  });

  it('has a seal that nobody knew before it was written', () => {
    const { run } = given();
    expect(run.seal).toMatch(/^[\w-]{43}$/);
    expect(given(presents('agent1'), presented('agent1', null)).run.seal).toBe(run.seal);
  });

  it('finds an agent of its team, and no other', () => {
    const { run } = given();
    expect(agentOf(run, 'agent2').id).toBe('agent2');
    expect(() => agentOf(run, 'eve')).toThrow(expect.objectContaining({ code: 'turn.lost' }));
  });
});
