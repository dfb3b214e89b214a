import * as z from 'zod';
import { planRound } from '../coordination/plan-round.ts';
import { presentAnswer } from '../coordination/present-answer.ts';
import { recordFault } from '../coordination/record-fault.ts';
import { takeTurn } from '../coordination/take-turn.ts';
import { finishRun } from './finish-run.ts';
import type { SessionDeps } from './session-deps.ts';

type Task = (deps: SessionDeps) => (input: unknown) => Promise<unknown>;

/** What the state machine's tasks do, by the name of their state. Both homes run these. */
export const tasks = {
  Plan: planRound,
  Turn: takeTurn,
  'Record fault': recordFault,
  Present: presentAnswer,
  Finish: finishRun,
} as const satisfies Record<string, Task>;

export type TaskName = keyof typeof tasks;

const TaskOrder = z.object({
  task: z.enum(Object.keys(tasks) as [TaskName, ...TaskName[]]), // zod wants to know that there is one
  order: z.unknown(),
});

/** Runs the task that the state machine names: `{ task, order }`. */
export const runTask =
  (deps: SessionDeps) =>
  (input: unknown): Promise<unknown> => {
    const { task, order } = TaskOrder.parse(input);
    return tasks[task](deps)(order);
  };
