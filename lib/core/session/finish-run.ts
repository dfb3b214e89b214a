import { mainBranch } from '../context/address.ts';
import type { Operation } from '../context/operation.ts';
import { commitStep, put } from '../coordination/commit-step.ts';
import { RunOrder } from '../coordination/orders.ts';
import { readRun } from '../coordination/read-run.ts';
import { runItems, turnItems } from '../coordination/run-items.ts';
import type { RunLog } from '../coordination/run-log.ts';
import type { RunResult } from '../coordination/run-result.ts';
import { toResult } from '../coordination/to-result.ts';
import { massgen } from '../message/author.ts';
import type { Message } from '../message/message.ts';
import type { SessionDeps } from './session-deps.ts';
import { currentRun, onRun } from './start-run.ts';

/** Ends a run however it went: its result and its turn's answer are committed, once. */
export const finishRun =
  (deps: SessionDeps) =>
  async (input: unknown): Promise<RunOrder & { readonly kind: 'finished' }> => {
    const order = RunOrder.parse(input);
    const { commits } = await deps.log.history(mainBranch(order.tenant, order.context));
    const run = readRun(commits, order.run);
    if (!run.result) await end(deps, order, run, commits.length);
    if (await anchor(deps, order)) await deps.runs.close(order.run);
    return { ...order, kind: 'finished' };
  };

async function end(deps: SessionDeps, order: RunOrder, run: RunLog, base: number) {
  const result = toResult(run, order.context, deps.clock.now());
  const items = runItems(order.run);
  await commitStep(deps, order, {
    team: run.request.team,
    cause: { run: order.run, step: 'finish', round: run.attempt },
    author: massgen,
    operations: [
      put('result', items.result, 'event', result),
      currentRun(order.run, result.turn, false),
      ...answerItem(deps, result),
    ],
    expects: [items.round],
    base,
  });
}

function answerItem(deps: SessionDeps, { turn, answer, winner, agents }: RunResult): Operation[] {
  if (answer === null || winner === null) return [];
  const said: Message = {
    id: deps.ids.next('message'),
    role: 'assistant',
    author: { agent: winner, ...spokenBy(agents.find(({ id }) => id === winner)) },
    at: deps.clock.now().toISOString(),
    parts: [{ type: 'text', text: answer }],
  };
  return [
    {
      op: 'put',
      item: turnItems(turn).answer,
      kind: 'message',
      body: JSON.parse(JSON.stringify(said)),
    },
  ];
}

const spokenBy = (agent: RunResult['agents'][number] | undefined) =>
  agent ? { backend: agent.answeredBy, model: agent.model } : {};

/**
 * Remembers in the session's row where the history stood; false: the log holds no result, because
 * another machine went on with the run.
 */
async function anchor(deps: SessionDeps, { tenant, context, run }: RunOrder): Promise<boolean> {
  const { commits } = await deps.log.history(mainBranch(tenant, context));
  const { request, result, finished } = readRun(commits, run);
  if (!result || !finished) return false;
  const { version, hash } = finished;
  await deps.sessions.update(context, ({ turns }) =>
    turns > request.turn
      ? {}
      : { ...onRun(request), status: result.status, anchor: { version, hash } },
  );
  return true;
}
