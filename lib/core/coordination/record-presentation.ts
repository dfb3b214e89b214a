import type { CallRecord } from '../agent/call-record.ts';
import type { Fault } from '../shared/faults.ts';
import { commitStep, put } from './commit-step.ts';
import type { TurnOrder } from './orders.ts';
import type { PresentationRecord } from './records.ts';
import type { RunDeps } from './run-deps.ts';
import { runItems } from './run-items.ts';
import type { RunLog } from './run-log.ts';

/** What came of a presentation. */
export type Presented =
  | { readonly kind: 'spoken'; readonly content: string; readonly call: CallRecord }
  | { readonly kind: 'failed'; readonly fault: Fault; readonly calls: readonly CallRecord[] };

/** Commits it, usable or not: the first to land stands. */
export async function recordPresentation(
  deps: RunDeps,
  order: TurnOrder,
  { team }: RunLog['request'],
  presented: Presented,
  base: number,
) {
  const { run, round, agent, moves, spent } = order;
  const items = runItems(run);
  const body: PresentationRecord =
    presented.kind === 'spoken'
      ? {
          winner: agent,
          content: presented.content || null,
          moves,
          calls: [...spent, presented.call],
        }
      : {
          winner: agent,
          content: null,
          moves,
          calls: spent,
          fault: { code: presented.fault.code, message: presented.fault.message },
        };
  const { backend, model } = body.calls.at(-1) ?? {};
  await commitStep(deps, order, {
    team,
    cause: { run, step: 'present', round, agent },
    author: backend && model ? { agent, backend, model } : { agent },
    operations: [put('presentation', items.presentation, 'event', body)],
    expects: [items.round, items.stop, items.result],
    base,
  });
}
