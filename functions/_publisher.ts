import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { createEventBridgeBus } from '../lib/bus/eventbridge-bus.ts';
import { cloudSetting } from '../lib/config/cloud.ts';
import { environment } from '../lib/config/environment.ts';
import type { CatchUpDeps } from '../lib/core/session/catch-up.ts';
import { createTouched } from '../lib/core/session/touched.ts';
import { type CloudDeps, createCloudDeps } from './_deps.ts';
import { createStarter } from './_starter.ts';
import { tracer } from './_tracer.ts';

const { lookup } = environment;

/** What announcing commits needs. */
export function createPublisherDeps(): CatchUpDeps & CloudDeps {
  const deps = createCloudDeps();
  return {
    ...deps,
    starter: createStarter(),
    cursors: deps.cursorsOf('publisher'),
    touched: createTouched(deps),
    announcer: createEventBridgeBus({
      client: tracer.captureAWSv3Client(new EventBridgeClient()),
      bus: cloudSetting(lookup, 'bus'),
      clock: deps.clock,
      chance: deps.ids.chance,
    }),
  };
}
