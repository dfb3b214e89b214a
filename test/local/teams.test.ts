import { describe, expect, it } from 'vitest';
import { runTeam } from '../support/team-run.ts';

const answer = (text: string) => ({ answer: text });
const vote = (agent: string) => ({ vote: agent });
const later = (entry: { answer: string } | { vote: string }, delay_ms: number) => ({
  ...entry,
  delay_ms,
});

describe('a team', () => {
  it('answers, votes and presents in seven calls of three agents', async () => {
    const { result, verdict } = await runTeam({
      a: [answer('A'), vote('b')],
      b: [answer('B'), vote('b')],
      c: [answer('C'), vote('a')],
    });
    expect(result).toMatchObject({
      status: 'completed',
      winner: 'b',
      tie: false,
      votes: { b: 2, a: 1 },
      answer: 'B',
      rounds: 2,
      calls: 7,
    });
    expect(verdict).toMatchObject({ ok: true });
  });

  it('of one agent answers, votes for itself and presents', async () => {
    const { result } = await runTeam({ only: [answer('1'), vote('only'), { text: 'Presented.' }] });
    expect(result).toMatchObject({
      status: 'completed',
      winner: 'only',
      answer: 'Presented.',
      calls: 3,
    });
  });

  it.each([
    [['b', 'a'], 'a'],
    [['a', 'b'], 'a'],
  ])(
    'settles a tie (%j) by the order of the configuration',
    async ([first = '', second = ''], winner) => {
      const { result } = await runTeam({
        a: [answer('A'), vote(first)],
        b: [answer('B'), vote(second)],
      });
      expect(result).toMatchObject({ winner, tie: true, votes: { a: 1, b: 1 } });
    },
  );

  it('does not count a vote for an answer that has been replaced meanwhile', async () => {
    const { result, events } = await runTeam({
      a: [answer('A'), vote('a'), vote('b')],
      b: [answer('B'), later(answer('B, better'), 30), vote('b')],
    });
    expect(result).toMatchObject({ winner: 'b', votes: { b: 2 }, answer: 'B, better', rounds: 3 });
    const votes = events.filter(({ type }) => type === 'agent.vote');
    expect(votes).toHaveLength(3);
  });

  it('goes on without an agent that fails twice running, and says why', async () => {
    const { result } = await runTeam({
      a: [answer('A'), vote('a')],
      b: [{ error: 'backend.refused' }],
      c: [answer('C'), vote('a')],
    });
    expect(result).toMatchObject({ status: 'completed', winner: 'a' });
    expect(result.agents[1]).toMatchObject({
      status: 'dropped',
      answers: 0,
      fault: { code: 'backend.refused' },
    });
    expect(result.agents[1]?.reason).toContain('2 failures in a row');
  });

  it('forgives an agent that fails once', async () => {
    const { result } = await runTeam({
      a: [answer('A'), vote('a')],
      b: [{ error: 'backend.refused' }, answer('B'), vote('b')],
    });
    expect(result.status).toBe('completed');
    expect(result.agents[1]).toMatchObject({ answers: 1, status: 'voted' });
  });

  it('retries what may pass, and takes the next entry then', async () => {
    const { result } = await runTeam({
      a: [{ error: 'backend.unavailable' }, answer('A'), vote('a')],
    });
    expect(result).toMatchObject({ status: 'completed', rounds: 2, answer: 'A' });
    expect(result.agents[0]?.fault).toBeUndefined();
  });

  it('drops an agent that never decides, after three attempts in each of two rounds', async () => {
    const { result, events } = await runTeam({
      a: [answer('A'), vote('a')],
      b: [{ text: 'I would rather talk.' }],
    });
    expect(result.agents[1]).toMatchObject({
      status: 'dropped',
      fault: { code: 'turn.noDecision' },
    });
    expect(result).toMatchObject({ winner: 'a', calls: 9 });
    expect(events.filter(({ type }) => type === 'agent.fault')).toHaveLength(2);
  });

  it('is ended by its rounds when its agents answer for ever', async () => {
    const endless = (name: string) =>
      Array.from({ length: 12 }, (_, at) => answer(`${name} ${at}`));
    const { result } = await runTeam(
      { a: endless('A'), b: endless('B') },
      { max_rounds: 3, max_new_answers_per_agent: 9 },
    );
    expect(result).toMatchObject({ status: 'rounds', winner: 'a', rounds: 3 });
    expect(result.answer).not.toBeNull();
  });

  it('takes no more answers from an agent than allowed', async () => {
    const { result } = await runTeam(
      { a: [answer('1'), answer('2'), vote('a')], b: [answer('B'), vote('a')] },
      { max_new_answers_per_agent: 1 },
    );
    expect(result).toMatchObject({ winner: 'a', answer: '1', rounds: 2 });
    expect(result.agents[0]).toMatchObject({ answers: 1 });
  });

  it('asks again when a vote names nobody', async () => {
    const { result } = await runTeam({ a: [answer('A'), vote('nobody'), vote('a')] });
    expect(result).toMatchObject({ status: 'completed', winner: 'a', calls: 4 });
  });

  it('without any answer is a failed run', async () => {
    const { result } = await runTeam({
      a: [{ error: 'backend.unauthorised' }],
      b: [{ error: 'backend.exhausted' }],
    });
    expect(result).toMatchObject({ status: 'failed', winner: null, answer: null });
    expect(result.agents.map(({ fault }) => fault?.code)).toEqual([
      'backend.unauthorised',
      'backend.exhausted',
    ]);
  });
});

describe('a bound', () => {
  it('of time ends a run with what stands', async () => {
    const { result } = await runTeam(
      { a: [answer('A'), later(vote('a'), 60_000)], b: [answer('B'), vote('a')] },
      {},
      { timeout_settings: { orchestrator_timeout_seconds: 6 } },
    );
    expect(result).toMatchObject({ status: 'timeout', winner: 'a', answer: 'A' });
  });

  it('of tokens ends a run with what stands', async () => {
    const { result } = await runTeam(
      {
        a: [answer('A'), answer('A2'), answer('A3')],
        b: [answer('B'), answer('B2'), answer('B3')],
      },
      { budget: { tokens: 1000 } },
    );
    expect(result).toMatchObject({ status: 'budget' });
    expect(result.answer).not.toBeNull();
  });

  it('of a turn fails that turn, not the run', async () => {
    const { result } = await runTeam(
      { a: [later(answer('late'), 60_000), answer('A'), vote('a')], b: [answer('B'), vote('b')] },
      { turn_timeout_seconds: 4 },
    );
    expect(result.status).toBe('completed');
    expect(result.agents[0]).toMatchObject({ answers: 1, status: 'voted' });
  });
});

describe('sharing', () => {
  it('none: everyone answers alone, then only votes are taken', async () => {
    const { result } = await runTeam(
      { a: [answer('A'), answer('A2'), vote('b')], b: [answer('B'), vote('b')] },
      { context: { sharing: 'none' } },
    );
    expect(result).toMatchObject({ winner: 'b', rounds: 2, answer: 'B' });
    expect(result.agents[0]).toMatchObject({ answers: 1 });
  });
});
