import { catchUp } from '../lib/core/session/catch-up.ts';
import { once } from '../lib/core/shared/once.ts';
import { logFault, logger, observed } from './_observed.ts';
import { createPublisherDeps } from './_publisher.ts';

const work = once(() => catchUp(createPublisherDeps(), logFault));

/** A schedule calls it every few minutes. */
export const handler = observed(async (_: unknown) => {
  const report = await work()();
  logger.info('caught up', { report });
  return report;
});
