import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overheadOf } from '../../../lib/core/coordination/overhead.ts';
import { toResult } from '../../../lib/core/coordination/to-result.ts';
import {
  answer,
  call,
  fails,
  finished,
  given,
  givesUp,
  presented,
  presents,
  RUN,
  round,
  seconds,
  stopped,
  team,
  vote,
} from './_given.ts';

const settled = [
  answer('agent1', 'Because.'),
  answer('agent2', 'No reason.'),
  round(),
  vote('agent1', 'agent2', { reason: 'It is true.' }),
  vote('agent2', 'agent2'),
  presents('agent2'),
];

describe('the result of a run', () => {
  it('is what the winner presented', () => {
    given(...settled, presented('agent2', 'The answer.')).thenResult({
      sessionId: 'session',
      runId: RUN,
      turn: 1,
      status: 'completed',
      winner: 'agent2',
      tie: false,
      votes: { agent2: 2 },
      answer: 'The answer.',
      rounds: 2,
    });
  });

  it('is the stored answer of the winner when it presented nothing', () => {
    given(...settled).thenResult({ winner: 'agent2', answer: 'No reason.', status: 'completed' });
    given(...settled, presented('agent2', null)).thenResult({ answer: 'No reason.' });
  });

  it.each(['rounds', 'timeout'] as const)('says which bound ended it: %s', (because) => {
    given(answer('agent1'), presents('agent1', because)).thenResult({
      status: because,
      winner: 'agent1',
      answer: 'The answer of agent1.',
    });
  });

  it('of a run that was stopped is what stands', () => {
    given(answer('agent1'), stopped).thenResult({
      status: 'interrupted',
      answer: 'The answer of agent1.',
    });
    given(stopped).thenResult({ status: 'interrupted', winner: null, answer: null });
  });

  it('of a run without an answer is a failure, and nobody has won', () => {
    given(fails('agent1'), fails('agent2'), givesUp).thenResult({
      status: 'failed',
      winner: null,
      answer: null,
      votes: {},
    });
  });

  it('of a run whose machine ended before it was decided is what stands, and it can go on', () => {
    given(answer('agent1')).thenResult({
      status: 'interrupted',
      winner: 'agent1',
      answer: 'The answer of agent1.',
    });
    given().thenResult({ status: 'failed', rounds: 0 });
  });

  it('says how long it took, and never less than nothing', () => {
    given(answer('agent1'), seconds(2.5)).thenResult({ durationMs: 2500 });
    given(answer('agent1'), seconds(-5)).thenResult({ durationMs: 0, overheadMs: 0 });
  });

  it('says what it cost: all calls, in all turns and in the presentation', () => {
    const calls = [call({ costUsd: 0.25 })];
    const priced = [
      answer('agent1', 'A', { calls: [...calls, ...calls] }),
      fails('agent2', 'backend.cut', { calls }),
      presents('agent1'),
    ];
    given(...priced, presented('agent1', 'A', { calls })).thenResult({
      calls: 4,
      usage: { inputTokens: 40, outputTokens: 20, costUsd: 1 },
      agents: [
        { id: 'agent1', usage: { inputTokens: 30, outputTokens: 15, costUsd: 0.75 } },
        { id: 'agent2', usage: { inputTokens: 10, outputTokens: 5, costUsd: 0.25 } },
      ],
    });
    given(...priced, presented('agent1', 'A', { calls: [call()] })).thenResult({
      usage: { costUsd: null },
      agents: [{ usage: { costUsd: null } }, { usage: { costUsd: 0.25 } }],
    });
  });
});

describe('of each agent it says', () => {
  it('how it stands', () => {
    team({ agents: ['agent1', 'agent2', 'agent3', 'agent4'] })
      .given(
        answer('agent2'),
        fails('agent3'),
        round(),
        vote('agent1', 'agent2', { reason: 'It is true.' }),
        fails('agent3', 'backend.cut'),
        presents('agent2'),
      )
      .thenResult({
        agents: [
          { id: 'agent1', status: 'voted', vote: 'agent2', reason: 'It is true.', answers: 0 },
          { id: 'agent2', status: 'answered', vote: null, reason: '', answers: 1 },
          {
            id: 'agent3',
            status: 'dropped',
            reason: 'Dropped after 2 failures in a row: agent3 failed.',
            fault: { code: 'backend.cut', message: 'agent3 failed.' },
          },
          {
            id: 'agent4',
            status: 'dropped',
            reason: expect.stringContaining('its turns left no trace.'),
          },
        ],
      });
  });

  it('that it did nothing, if it did nothing', () => {
    given(answer('agent1'), presents('agent1')).thenResult({
      agents: [{}, { status: 'idle', vote: null }],
    });
  });

  it('why it was dropped, when all that is known is that it left no trace', () => {
    team({ agents: ['agent1', 'agent2'], agentFailures: 1 })
      .given(answer('agent1'), presents('agent1'))
      .thenResult({
        agents: [{}, { reason: 'Dropped after 1 failures in a row: its turns left no trace.' }],
      });
  });

  it('no vote that no longer counts', () => {
    given(
      answer('agent1'),
      vote('agent2', 'agent1'),
      round(),
      answer('agent1', 'Better.'),
    ).thenResult({
      agents: [{ answers: 2 }, { vote: null, reason: '', status: 'idle' }],
    });
  });

  it('no fault that it has got over', () => {
    const { run, now } = given(fails('agent1'), round(), answer('agent1'));
    const [first] = toResult(run, 'session', now).agents;
    expect(first).toMatchObject({ status: 'answered' });
    expect(first?.fault).toBeUndefined();
  });

  it('who answered last: a fallback, perhaps', () => {
    const calls = [call(), call({ backend: 'grok', model: 'grok-4' })];
    given(answer('agent1', 'A', { calls })).thenResult({
      agents: [
        { backend: 'lmstudio', answeredBy: 'grok', model: 'grok-4' },
        { backend: 'lmstudio', answeredBy: 'lmstudio', model: 'small' },
      ],
    });
  });
});

it('a result that was committed is read as it was written', () => {
  const { run } = given(...settled, presented('agent2', 'The answer.'), seconds(3), finished);
  expect(run.result).toMatchObject({ status: 'completed', durationMs: 3000 });
  expect(run.finished?.version).toBe(10);
});

describe('the time in which no call was in flight', () => {
  const flight = (from: number, to: number) =>
    call({ at: new Date(from).toISOString(), durationMs: to - from });

  it('is all of it without calls, and what is between them otherwise', () => {
    expect(overheadOf([], 500)).toBe(500);
    expect(overheadOf([flight(0, 100), flight(300, 400)], 500)).toBe(300);
    expect(overheadOf([flight(0, 300), flight(200, 400)], 500)).toBe(100);
    expect(overheadOf([flight(0, 400), flight(100, 200)], 500)).toBe(100);
    expect(overheadOf([flight(0, 900)], 500)).toBe(0);
  });

  it('is the milliseconds that no call covers, whatever the order of the calls', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(60), fc.nat(30)), { maxLength: 8 }), (spans) => {
        const idle = Array.from({ length: 100 }, (_, at) => at).filter(
          (at) => !spans.some(([from, length]) => from <= at && at < from + length),
        );
        const calls = spans.map(([from, length]) => flight(from, from + length));
        expect(overheadOf(calls, 100)).toBe(idle.length);
      }),
    ));
});
