import * as z from 'zod';
import { RunOrder } from '../coordination/orders.ts';
import { planRound } from '../coordination/plan-round.ts';
import { presentAnswer } from '../coordination/present-answer.ts';
import { recordFault } from '../coordination/record-fault.ts';
import { takeTurn } from '../coordination/take-turn.ts';
import { Fault } from '../shared/faults.ts';
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

/** Runs the task that the state machine names: `{ task, order }`. Throws `event.invalid` for another form. */
export const runTask =
  (deps: SessionDeps) =>
  async (input: unknown): Promise<unknown> => {
    const parsed = TaskOrder.safeParse(input);
    if (!parsed.success || !RunOrder.safeParse(parsed.data.order).success)
      throw new Fault('event.invalid', {
        source: 'the state machine',
        detail: 'it names no task of this version',
      });
    const { task, order } = parsed.data;
    return tasks[task](deps)(order);
  };
