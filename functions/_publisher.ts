import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { createEventBridgeBus } from '../lib/bus/eventbridge-bus.ts';
import { cloudSetting } from '../lib/config/cloud.ts';
import { environment } from '../lib/config/environment.ts';
import { createCursors } from '../lib/core/context/cursor.ts';
import type { CatchUpDeps } from '../lib/core/session/catch-up.ts';
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
    cursors: createCursors(deps.table, 'publisher'),
    announcer: createEventBridgeBus({
      client: tracer.captureAWSv3Client(new EventBridgeClient()),
      bus: cloudSetting(lookup, 'bus'),
      clock: deps.clock,
      chance: deps.ids.chance,
    }),
  };
}
