import { describe, expect, it } from 'vitest';
import { RunResult } from '../../../lib/core/coordination/run-result.ts';
import { roundsClosed, tally } from '../../../lib/core/coordination/tally.ts';
import { toResult } from '../../../lib/core/coordination/to-result.ts';
import { answer, fails, given, presents, round, team, vote } from './_given.ts';

const agents = ['agent1', 'agent2', 'agent3', 'agent4'];
const four = team({ agents });
const allAnswer = agents.map((agent) => answer(agent));

describe('the winner', () => {
  it('has most votes', () => {
    four
      .given(
        ...allAnswer,
        round(),
        vote('agent1', 'agent3'),
        vote('agent2', 'agent3'),
        vote('agent3', 'agent1'),
      )
      .thenTally({ winner: 'agent3', tie: false, votes: { agent1: 1, agent3: 2 } });
  });

  it('of a tie comes first in the configuration, whoever was voted for first', () => {
    for (const [first, second] of [
      ['agent2', 'agent4'],
      ['agent4', 'agent2'],
    ] as const)
      four
        .given(...allAnswer, round(), vote('agent1', first), vote('agent2', second))
        .thenTally({ winner: 'agent2', tie: true, votes: { agent2: 1, agent4: 1 } });
  });

  it('of a tie comes first in the configuration, in whatever order it was written', () => {
    team({ agents: agents.toReversed() })
      .given(...allAnswer, round(), vote('agent1', 'agent2'), vote('agent2', 'agent4'))
      .thenTally({ winner: 'agent4', tie: true });
  });

  it('without votes is the first in the configuration that has an answer', () => {
    four
      .given(answer('agent3'), answer('agent2'))
      .thenTally({ winner: 'agent2', tie: false, votes: {} });
  });

  it('is nobody while nobody has answered', () => {
    four.given(fails('agent1')).thenTally({ winner: undefined, tie: false, votes: {} });
  });

  it('is not chosen by votes that no longer count', () => {
    four
      .given(
        ...allAnswer,
        round(),
        vote('agent1', 'agent4'),
        vote('agent2', 'agent4'),
        answer('agent3', 'Better.'),
      )
      .thenTally({ winner: 'agent1', votes: {}, counting: new Map() });
  });

  it.each(['constructor', 'toString', 'hasOwnProperty'])(
    'may have a name that JavaScript uses, such as %s',
    (name) => {
      const odd = team({ agents: ['agent1', name] });
      odd.given(answer(name)).thenTally({ winner: name, votes: {} });
      const { run, now } = odd.given(
        answer('agent1'),
        answer(name),
        round(),
        vote('agent1', name),
        vote(name, name),
      );
      expect(tally(run, 2)).toMatchObject({ winner: name, votes: { [name]: 2 } });
      expect(RunResult.parse(toResult(run, 'session', now))).toMatchObject({
        winner: name,
        votes: { [name]: 2 },
      });
    },
  );
});

describe('who is live', () => {
  it('is everybody but those that were dropped, in the order of the configuration', () => {
    four
      .given(
        ...allAnswer,
        round(),
        fails('agent2'),
        fails('agent3'),
        vote('agent1', 'agent1'),
        round('agent2'),
        fails('agent2'),
      )
      .thenTally({ live: ['agent1', 'agent3', 'agent4'], dropped: ['agent2'] });
  });
});

describe('the rounds that are certainly over', () => {
  it('end before the one that is being held', () => {
    expect(roundsClosed(given().run)).toBe(0);
    expect(roundsClosed(given(round()).run)).toBe(0);
    expect(roundsClosed(given(answer('agent1'), round()).run)).toBe(1);
  });

  it('are all once the end is decided', () => {
    expect(roundsClosed(given(answer('agent1'), round(), presents('agent1')).run)).toBe(3);
  });
});
