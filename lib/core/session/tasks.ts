import { planRound } from '../coordination/plan-round.ts';
import { presentAnswer } from '../coordination/present-answer.ts';
import { recordFault } from '../coordination/record-fault.ts';
import { takeTurn } from '../coordination/take-turn.ts';
import { finishRun } from './finish-run.ts';
import type { SessionDeps } from './session-deps.ts';

export type Task = (deps: SessionDeps) => (input: unknown) => Promise<unknown>;

/** What the state machine's tasks do, by the name of their state. Both homes run these. */
export const tasks = {
  Plan: planRound,
  Turn: takeTurn,
  'Record fault': recordFault,
  Present: presentAnswer,
  Finish: finishRun,
} as const satisfies Record<string, Task>;
