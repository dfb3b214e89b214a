import { expect, it } from 'vitest';
import { finishRun } from '../../../lib/core/session/finish-run.ts';
import { resumeRun } from '../../../lib/core/session/resume-run.ts';
import { eventsOf, type RunEvent } from '../../../lib/core/session/run-event.ts';
import { stopRun } from '../../../lib/core/session/stop-run.ts';
import { Fault } from '../../../lib/core/shared/faults.ts';
import { newAnswer, vote, words } from '../agent/_model.ts';
import { draft, put } from '../context/_drafts.ts';
import { address, house } from '../coordination/_house.ts';

const refused = new Fault('backend.refused', { backend: 'scripted' });

async function told(
  moves: Parameters<typeof house>[0]['agents'],
  act: (
    home: ReturnType<typeof house>,
    asked: Awaited<ReturnType<ReturnType<typeof house>['ask']>>,
  ) => Promise<unknown>,
) {
  const home = house({ agents: moves, agentFailures: 1 });
  const asked = await home.ask('Why?');
  await act(home, asked);
  const events = (await home.commits()).flatMap((commit) => eventsOf(commit, asked.order.run));
  return events.filter(({ type }) => type !== 'context.committed');
}

const gist = ({ at: _, run: __, session: ___, version: ____, ...rest }: RunEvent) => rest;

it('a run tells what happens in it, from the question to the result', async () => {
  const agents = {
    ada: [[newAnswer('Because.')], [vote('agent1', 'It is true.')], [words('The answer.')]],
    bob: [refused],
  };
  const events = await told(agents, async ({ deps }, { hold, plan, present, order }) => {
    await hold();
    await hold(1);
    await plan(2);
    await present('ada', { round: 3 });
    await finishRun(deps)(order);
  });
  expect(events.map(gist)).toEqual([
    { type: 'run.started', question: 'Why?' },
    { type: 'round.started', round: 1, agents: ['ada', 'bob'], votesOnly: false },
    { type: 'agent.started', round: 1, agent: 'ada' },
    { type: 'agent.started', round: 1, agent: 'bob' },
    { type: 'agent.answer', round: 1, agent: 'ada', content: 'Because.' },
    {
      type: 'agent.fault',
      round: 1,
      agent: 'bob',
      code: 'backend.refused',
      message: refused.message,
    },
    { type: 'round.started', round: 2, agents: ['ada'], votesOnly: false },
    { type: 'agent.started', round: 2, agent: 'ada' },
    { type: 'agent.vote', round: 2, agent: 'ada', for: 'ada', reason: 'It is true.' },
    { type: 'agent.started', round: 3, agent: 'ada', presents: true },
    { type: 'run.finished', status: 'completed', winner: 'ada', rounds: 2, calls: 3 },
  ]);
});

it('a run that failed, was stopped and taken up again tells that, too', async () => {
  const events = await told({ ada: [refused] }, async ({ deps }, { hold, plan, order }) => {
    await stopRun(deps, order, 'enough');
    await resumeRun(deps, order);
    await hold();
    await plan(1);
    await finishRun(deps)(order);
  });
  expect(events.map(({ type }) => type)).toEqual([
    'run.started',
    'run.started',
    'round.started',
    'agent.started',
    'agent.fault',
    'run.finished',
  ]);
  expect(events[1]).toMatchObject({ resumed: true });
});

it('every commit is announced, with its version; those of others tell nothing of the run', async () => {
  const { ask, deps, commits } = house({ agents: { ada: [] } });
  const { order } = await ask();
  await deps.log.commit(address, draft([put('a', 1)], { id: 'mine' }));
  const [, note] = await commits();
  expect(note && eventsOf(note, order.run)).toEqual([
    {
      type: 'context.committed',
      at: '2026-01-01T00:00:00.000Z',
      run: order.run,
      session: 'session',
      version: 2,
      id: 'mine',
      author: 'user',
    },
  ]);
  const [request] = await commits();
  expect(request && eventsOf(request, 'run_0').map(({ type }) => type)).toEqual([
    'context.committed',
  ]);
});
