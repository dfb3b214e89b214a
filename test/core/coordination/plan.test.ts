import { describe, it } from 'vitest';
import type { Because, Decision } from '../../../lib/core/coordination/records.ts';
import {
  answer,
  call,
  fails,
  finished,
  given,
  givesUp,
  presented,
  presents,
  resumed,
  round,
  seconds,
  stopped,
  team,
  vote,
} from './_given.ts';

const three = ['agent1', 'agent2', 'agent3'];

/** The decision to hold a round. */
const aRound = (number: number, agents: readonly string[], votesOnly = false): Decision => ({
  kind: 'round',
  round: number,
  agents: [...agents],
  votesOnly,
});

const present = (number: number, winner: string, because: Because): Decision => ({
  kind: 'present',
  round: number,
  winner,
  because,
});

describe('rounds', () => {
  it('all agents act in the first', () => {
    team({ agents: three })
      .given()
      .when({ closed: 0 })
      .thenPlan({ kind: 'decide', decision: aRound(1, three) });
  });

  it('all agents act again after all have answered', () => {
    given(answer('agent1'), answer('agent2')).thenDecides(aRound(2, ['agent1', 'agent2']));
  });

  it('an agent whose vote stands has a rest', () => {
    const answers = three.map((agent) => answer(agent));
    team({ agents: three })
      .given(...answers, round(), vote('agent1', 'agent2'))
      .thenDecides(aRound(3, ['agent2', 'agent3']));
  });

  it('the votes of all for the answers that stand end the run', () => {
    given(
      answer('agent1'),
      answer('agent2'),
      round(),
      vote('agent1', 'agent2'),
      vote('agent2', 'agent2'),
    ).thenDecides(present(3, 'agent2', 'votes'));
  });

  it('a vote for an answer that has since been replaced does not end the run', () => {
    given(
      answer('agent1'),
      round(),
      vote('agent2', 'agent1'),
      answer('agent1', 'A better one.'),
    ).thenDecides(aRound(3, ['agent1', 'agent2']));
  });

  it('a vote that did not see an answer does not count', () => {
    given(
      answer('agent1'),
      answer('agent2'),
      round(),
      vote('agent1', 'agent1', { judged: { agent1: 3 } }),
      vote('agent2', 'agent1'),
    ).thenDecides(aRound(3, ['agent1']));
  });

  it('a vote that judged another version of an answer does not count', () => {
    given(
      answer('agent1'),
      round(),
      vote('agent1', 'agent1', { judged: { agent1: 2 } }),
      vote('agent2', 'agent1'),
    ).thenDecides(aRound(3, ['agent1']));
  });

  it('a vote that judged an answer that nobody gave does not count', () => {
    given(
      answer('agent1'),
      round(),
      vote('agent1', 'agent1', { judged: { agent1: 3, agent2: 4 } }),
      vote('agent2', 'agent1'),
    ).thenDecides(aRound(3, ['agent1']));
  });

  it('an agent that votes again has the vote that it gave last', () => {
    given(
      answer('agent1'),
      answer('agent2'),
      round(),
      vote('agent1', 'agent1'),
      vote('agent2', 'agent1'),
      round(),
      vote('agent1', 'agent2'),
      round(),
      vote('agent2', 'agent2'),
    ).thenDecides(present(5, 'agent2', 'votes'));
  });

  it('a vote for itself counts like any other', () => {
    given(
      answer('agent1'),
      answer('agent2'),
      round(),
      vote('agent1', 'agent1'),
      vote('agent2', 'agent1'),
    ).thenDecides(present(3, 'agent1', 'votes'));
  });

  it('an agent that is alone answers, then judges its own answer, then presents it', () => {
    const alone = team({ agents: ['agent1'] });
    alone.given().thenDecides(aRound(1, ['agent1']));
    alone.given(answer('agent1')).thenDecides(aRound(2, ['agent1']));
    alone
      .given(answer('agent1'), round(), vote('agent1', 'agent1'))
      .thenDecides(present(3, 'agent1', 'votes'));
  });

  it('in which only votes are taken is the last', () => {
    const short = team({ rounds: 2 });
    short
      .given(answer('agent1'), answer('agent2'))
      .thenDecides(aRound(2, ['agent1', 'agent2'], true));
  });

  it('in which no answer stands takes answers, even when it is the last', () => {
    const short = team({ rounds: 2, agentFailures: 3 });
    short
      .given(fails('agent1'), fails('agent2'))
      .thenDecides(aRound(2, ['agent1', 'agent2'], false));
    team({ rounds: 1 })
      .given()
      .thenDecides(aRound(1, ['agent1', 'agent2'], false));
  });

  it('of agents that share nothing take only votes once the first answers stand', () => {
    const silent = team({ sharing: 'none' });
    silent.given().thenDecides(aRound(1, ['agent1', 'agent2'], false));
    silent
      .given(answer('agent1'), answer('agent2'))
      .thenDecides(aRound(2, ['agent1', 'agent2'], true));
    silent
      .given(answer('agent1'), fails('agent2'))
      .thenDecides(aRound(2, ['agent1', 'agent2'], true));
    silent
      .given(fails('agent1'), fails('agent2'))
      .thenDecides(aRound(2, ['agent1', 'agent2'], false));
  });
});

describe('an agent that fails', () => {
  it('gets another turn', () => {
    given(answer('agent1'), fails('agent2')).thenDecides(aRound(2, ['agent1', 'agent2']));
  });

  it('twice running is dropped, and the others go on', () => {
    given(
      answer('agent1'),
      fails('agent2'),
      round(),
      answer('agent1'),
      fails('agent2'),
    ).thenDecides(aRound(3, ['agent1']));
  });

  it('twice, but not running, is not dropped', () => {
    given(
      answer('agent1'),
      fails('agent2'),
      round(),
      answer('agent2'),
      round('agent2'),
      fails('agent2'),
    ).thenDecides(aRound(4, ['agent1', 'agent2']));
  });

  it('as often as the limit says is dropped', () => {
    const patient = team({ agentFailures: 3 });
    const again = [answer('agent1'), fails('agent2')];
    patient.given(...again, round(), ...again).thenDecides(aRound(3, ['agent1', 'agent2']));
    patient
      .given(...again, round(), ...again, round(), ...again)
      .thenDecides(aRound(4, ['agent1']));
    team({ agentFailures: 1 })
      .given(...again)
      .thenDecides(aRound(2, ['agent1']));
  });

  it('does not hold up those whose votes count', () => {
    given(
      answer('agent1'),
      fails('agent2'),
      round(),
      vote('agent1', 'agent1'),
      fails('agent2'),
    ).thenDecides(present(3, 'agent1', 'votes'));
  });

  it('wins all the same with an answer that stands', () => {
    given(
      answer('agent1'),
      fails('agent2'),
      round(),
      fails('agent1'),
      vote('agent2', 'agent1'),
      round('agent1'),
      fails('agent1'),
    ).thenDecides(present(4, 'agent1', 'votes'));
  });

  it('leaves the best answer to be presented when all are dropped', () => {
    given(
      answer('agent2'),
      fails('agent1'),
      round(),
      fails('agent1'),
      fails('agent2'),
      round('agent2'),
      fails('agent2'),
    ).thenDecides(present(4, 'agent2', 'failures'));
  });

  it('leaves nothing when all are dropped before any has answered', () => {
    given(fails('agent1'), fails('agent2'), round(), fails('agent1'), fails('agent2')).thenDecides({
      kind: 'fail',
      round: 3,
      because: 'failures',
    });
  });
});

describe('a turn that left no trace', () => {
  it('is waited for while its round is open', () => {
    given(answer('agent1'))
      .when({ closed: 0 })
      .thenPlan({ kind: 'follow', decision: aRound(1, ['agent1', 'agent2']) });
  });

  it('is a failure once its round was seen through to its end', () => {
    given(answer('agent1'))
      .when({ closed: 1 })
      .thenPlan({ kind: 'decide', decision: aRound(2, ['agent1', 'agent2']) });
    given(answer('agent1'), round(), answer('agent1'))
      .when({ closed: 2 })
      .thenPlan({ kind: 'decide', decision: aRound(3, ['agent1']) });
  });

  it('is no failure while its round is open, whatever was lost before', () => {
    given(answer('agent1'), round(), answer('agent1'))
      .when({ closed: 1 })
      .thenPlan({ kind: 'follow', decision: aRound(2, ['agent1', 'agent2']) });
  });

  it('and a failure make two running', () => {
    given(answer('agent1'), fails('agent2'), round(), answer('agent1')).thenDecides(
      aRound(3, ['agent1']),
    );
    given(answer('agent1'), round(), answer('agent1'), fails('agent2')).thenDecides(
      aRound(3, ['agent1']),
    );
  });

  it('costs no turn of a round that it was not asked into', () => {
    given(answer('agent1'), fails('agent2'), round('agent1'), answer('agent1')).thenDecides(
      aRound(3, ['agent1', 'agent2']),
    );
  });
});

describe('a run that is taken up again', () => {
  it('goes on with the round it was in', () => {
    given(answer('agent1'), answer('agent2'), round(), vote('agent1', 'agent2'))
      .when({ closed: 0 })
      .thenPlan({ kind: 'follow', decision: aRound(2, ['agent1', 'agent2']) });
  });

  it('goes on with the next when all had acted', () => {
    given(answer('agent1'), answer('agent2'))
      .when({ closed: 0 })
      .thenPlan({ kind: 'decide', decision: aRound(2, ['agent1', 'agent2']) });
  });

  it('goes on to the presentation that was decided', () => {
    given(answer('agent1'), presents('agent1'))
      .when({ closed: 0 })
      .thenPlan({ kind: 'follow', decision: present(2, 'agent1', 'votes') });
    given(answer('agent1'), presents('agent1'), presented('agent1', 'Text.')).thenPlan({
      kind: 'follow',
      decision: present(2, 'agent1', 'votes'),
    });
  });

  it('stays given up when it was', () => {
    given(fails('agent1'), givesUp).thenPlan({
      kind: 'follow',
      decision: { kind: 'fail', round: 2, because: 'failures' },
    });
  });

  it('has all its time again', () => {
    team({ runSeconds: 60 })
      .given(answer('agent1'), seconds(50), stopped, finished, seconds(1000), resumed, seconds(59))
      .when({ closed: 0 })
      .thenPlan({ kind: 'follow', decision: aRound(1, ['agent1', 'agent2']) });
  });
});

describe('a run is over', () => {
  it('when it was stopped', () => {
    given(answer('agent1'), stopped).thenPlan({ kind: 'over' });
  });

  it('when it has its result', () => {
    given(answer('agent1'), presents('agent1'), finished).thenPlan({ kind: 'over' });
  });

  it('no more once it was resumed', () => {
    given(answer('agent1'), answer('agent2'), stopped, finished, resumed).thenDecides(
      aRound(2, ['agent1', 'agent2']),
    );
  });
});

describe('a bound ends a run with a presentation from what stands', () => {
  it('its rounds', () => {
    const short = team({ rounds: 2 });
    short
      .given(answer('agent1'), answer('agent2'), round(), vote('agent1', 'agent2'), fails('agent2'))
      .thenDecides(present(3, 'agent2', 'rounds'));
    short
      .given(answer('agent1'), round(), answer('agent1'))
      .thenDecides(present(3, 'agent1', 'rounds'));
  });

  it('its rounds, without an answer', () => {
    team({ rounds: 1 })
      .given(fails('agent1'), fails('agent2'))
      .thenDecides({ kind: 'fail', round: 2, because: 'rounds' });
  });

  it('its time', () => {
    const quick = team({ runSeconds: 60 });
    quick.given(answer('agent1'), seconds(59.999)).thenDecides(aRound(2, ['agent1', 'agent2']));
    quick.given(answer('agent1'), seconds(60)).thenDecides(present(2, 'agent1', 'timeout'));
    quick
      .given(fails('agent1'), seconds(60))
      .thenDecides({ kind: 'fail', round: 2, because: 'timeout' });
    quick.given(seconds(60)).thenDecides({ kind: 'fail', round: 1, because: 'timeout' });
  });

  it('its tokens, of input and output together', () => {
    const calls = [call({ usage: { inputTokens: 60, outputTokens: 20 } })];
    const frugal = team({ tokens: 160 });
    frugal.given(answer('agent1', 'A', { calls })).thenDecides(aRound(2, ['agent1', 'agent2']));
    frugal
      .given(answer('agent1', 'A', { calls }), fails('agent2', 'backend.cut', { calls }))
      .thenDecides(present(2, 'agent1', 'budget'));
  });

  it('its money, as far as prices are known', () => {
    const poor = team({ usd: 1 });
    const cheap = [call({ costUsd: 0.4 }), call({ costUsd: null })];
    poor
      .given(answer('agent1', 'A', { calls: cheap }))
      .thenDecides(aRound(2, ['agent1', 'agent2']));
    const dear = [...cheap, call({ costUsd: 0.6 })];
    poor.given(answer('agent1', 'A', { calls: dear })).thenDecides(present(2, 'agent1', 'budget'));
  });

  it('but votes that settle it come first', () => {
    team({ rounds: 2, runSeconds: 60 })
      .given(
        answer('agent1'),
        round(),
        vote('agent1', 'agent1'),
        vote('agent2', 'agent1'),
        seconds(60),
      )
      .thenDecides(present(3, 'agent1', 'votes'));
  });

  it('and of several bounds the time is named, then the budget', () => {
    const calls = [call({ costUsd: 1 })];
    const bound = team({ rounds: 1, runSeconds: 60, usd: 1 });
    bound
      .given(answer('agent1', 'A', { calls }), seconds(60))
      .thenDecides(present(2, 'agent1', 'timeout'));
    bound.given(answer('agent1', 'A', { calls })).thenDecides(present(2, 'agent1', 'budget'));
  });
});
