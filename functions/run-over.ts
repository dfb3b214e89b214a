import { finishRun } from '../lib/core/session/finish-run.ts';
import { once } from '../lib/core/shared/once.ts';
import { orderOf } from '../lib/runs/status-event.ts';
import { createCloudDeps } from './_deps.ts';
import { observed } from './_observed.ts';

const finish = once(() => finishRun(createCloudDeps()));

/** An execution failed, timed out or was aborted: its run ends with what stands. */
export const handler = observed(
  (event: unknown) => finish()(orderOf(event)),
  (event) => {
    const { run, context } = orderOf(event);
    return { run, session: context };
  },
);
