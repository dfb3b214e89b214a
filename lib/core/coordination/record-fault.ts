import { mainBranch } from '../context/address.ts';
import { FailedOrder, type TurnReport } from './orders.ts';
import { commitTurn } from './record-turn.ts';
import type { TurnRecord } from './records.ts';
import type { RunDeps } from './run-deps.ts';

/** Writes down that a turn failed for good, so that the round goes on without it. */
export const recordFault =
  (deps: RunDeps) =>
  async (input: unknown): Promise<TurnReport> => {
    const { error, ...order } = FailedOrder.parse(input);
    const { commits } = await deps.log.history(mainBranch(order.tenant, order.context));
    const record: TurnRecord = {
      round: order.round,
      outcome: 'failed',
      fault: { code: error.Error, message: messageOf(error.Cause) || error.Error },
      shown: {},
      calls: order.spent,
    };
    await commitTurn(deps, order, record, [], commits.length);
    return { ...order, kind: 'acted' };
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
