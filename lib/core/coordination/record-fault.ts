import { mainBranch } from '../context/address.ts';
import { openRound } from './open-round.ts';
import { FailedOrder, type TurnReport } from './orders.ts';
import { readRun } from './read-run.ts';
import { commitTurn } from './record-turn.ts';
import type { TurnRecord } from './records.ts';
import type { RunDeps } from './run-deps.ts';

/**
 * Writes down that a turn failed for good, so that the round goes on without it. One that had
 * landed before its function failed stays as it is.
 */
export const recordFault =
  (deps: RunDeps) =>
  async (input: unknown): Promise<TurnReport> => {
    const { error, ...order } = FailedOrder.parse(input);
    const acted: TurnReport = { ...order, kind: 'acted' };
    const { commits } = await deps.log.history(mainBranch(order.tenant, order.context));
    const run = readRun(commits, order.run);
    if (!openRound(run, order)) return acted;
    const record: TurnRecord = {
      round: order.round,
      outcome: 'failed',
      fault: { code: error.Error, message: messageOf(error.Cause) || error.Error },
      shown: {},
      moves: order.moves,
      calls: order.spent,
    };
    await commitTurn(deps, order, run.request.team, record, [], commits.length);
    return acted;
  };

/** Lambda wraps an error in JSON: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
function messageOf(cause: string): string {
  try {
    const { errorMessage } = JSON.parse(cause);
    return typeof errorMessage === 'string' ? errorMessage : cause;
  } catch {
    return cause;
  }
}
