import { runTask } from '../lib/core/session/tasks.ts';
import { once } from '../lib/core/shared/once.ts';
import { createCloudDeps } from './_deps.ts';
import { idsOf } from './_ids.ts';
import { observed } from './_observed.ts';

const work = once(() => runTask(createCloudDeps()));

/** Plan, Record fault and Finish: what needs no model. */
export const handler = observed((event: unknown) => work()(event), idsOf);
