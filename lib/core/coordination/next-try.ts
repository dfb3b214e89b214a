import type { Agent, BackendSpec } from '../agent/agent.ts';
import type { CallRecord } from '../agent/call-record.ts';
import { type Fault, type FaultCode, RETRYABLE } from '../shared/faults.ts';
import type { TurnOrder, TurnReport } from './orders.ts';
import type { Move } from './records.ts';
import type { RunDeps } from './run-deps.ts';

/** Faults of one backend that another one may not have. */
const MOVES_ON: readonly FaultCode[] = [
  'backend.unavailable',
  'backend.overloaded',
  'backend.rateLimited',
  'backend.exhausted',
  'backend.overflow',
  'backend.unauthorised',
  'backend.notFound',
  'config.backendNotHere',
  'backend.notInstalled',
];

/**
 * How a failed turn goes on: with the agent's next fallback, if the fault calls for one; or, thrown
 * to the state machine, after its back-off, if nothing was spent that a retry would forget.
 * Undefined: the failure stands.
 */
export function nextTry(
  deps: RunDeps,
  order: TurnOrder,
  agent: Agent,
  { fault, calls }: { readonly fault: Fault; readonly calls: readonly CallRecord[] },
): TurnReport | undefined {
  const spent = [...order.spent, ...calls];
  const next = agent.backends[order.backend + 1];
  if (next && MOVES_ON.includes(fault.code)) {
    const functionName = deps.functionFor(next.type);
    const moves = [...order.moves, toMove(agent.backends[order.backend], next, fault)];
    return { ...order, kind: 'continue', backend: order.backend + 1, functionName, spent, moves };
  }
  if (spent.length === 0 && RETRYABLE.includes(fault.code)) throw fault;
  return undefined;
}

const toMove = (
  from: BackendSpec | undefined,
  to: BackendSpec,
  { code, message }: Fault,
): Move => ({ from: from?.type ?? '', to: to.type, because: { code, message } });
