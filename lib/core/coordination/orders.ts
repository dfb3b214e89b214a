import * as z from 'zod';
import { CallRecord } from '../agent/call-record.ts';
import { Move } from './records.ts';

/** What the state machine carries from task to task: ids and counts, never a text of a model. */
export const RunOrder = z.object({ tenant: z.string(), context: z.string(), run: z.string() });
export type RunOrder = z.infer<typeof RunOrder>;

export const PlanOrder = RunOrder.extend({
  /** The last round that was seen through to its end; 0 at the start and after a resume. */
  round: z.int().nonnegative().default(0),
});
export type PlanOrder = z.infer<typeof PlanOrder>;

/** One agent, to act in one round, or to present. */
export const TurnOrder = RunOrder.extend({
  round: z.int().positive(),
  agent: z.string(),
  /** Which of the agent's backends: 0 is its own. */
  backend: z.int().nonnegative(),
  functionName: z.string(),
  /** Calls that this turn made before it was continued. */
  spent: z.array(CallRecord).default([]),
  /** When this turn began, where it outlived the process that began it: ISO 8601, UTC. */
  began: z.string().optional(),
  /** The backends that it left. */
  moves: z.array(Move).default([]),
});
export type TurnOrder = z.infer<typeof TurnOrder>;

/** A turn that is over, or that is to be continued as the order now says. */
export type TurnReport = TurnOrder & { readonly kind: 'acted' | 'continue' };

/** What Step Functions adds to an order when a task fails for good. */
export const FailedOrder = TurnOrder.extend({
  error: z.object({ Error: z.string(), Cause: z.string().default('') }),
});
export type FailedOrder = z.infer<typeof FailedOrder>;
