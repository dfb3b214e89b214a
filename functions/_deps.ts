import { costOf } from '../lib/backends/prices.ts';
import { CLOUD_TENANT, cloudSetting, cloudVariables, functionNameOf } from '../lib/config/cloud.ts';
import { environment } from '../lib/config/environment.ts';
import { dynamoSetting } from '../lib/config/store.ts';
import { emptyToolbox } from '../lib/core/agent/toolbox.ts';
import { createContextLog } from '../lib/core/context/context-log.ts';
import { type Cursors, createCursors } from '../lib/core/context/cursor.ts';
import { watchStop } from '../lib/core/coordination/watch-stop.ts';
import { createReactors } from '../lib/core/session/reactors.ts';
import { createRuns } from '../lib/core/session/runs.ts';
import type { SessionDeps } from '../lib/core/session/session-deps.ts';
import { createSessions } from '../lib/core/session/sessions.ts';
import { Fault } from '../lib/core/shared/faults.ts';
import type { Table } from '../lib/core/shared/table.ts';
import { openAwsStore } from '../lib/runtime/aws-store.ts';
import { openRedactor } from '../lib/runtime/redaction.ts';
import { randomIds, systemClock } from '../lib/runtime/system.ts';
import { hops } from './_observed.ts';
import { tracer } from './_tracer.ts';

const { lookup } = environment;

/** The environment's rows and bodies, each hop counted and traced. */
function openTable(): Table {
  const setting = dynamoSetting(cloudSetting(lookup, 'table'), lookup);
  const { table } = openAwsStore(setting, missingBucket, (client) =>
    tracer.captureAWSv3Client(client),
  );
  return hops.table(table);
}

const missingBucket = () => {
  throw new Fault('config.variableMissing', { path: 'the function', name: cloudVariables.bucket });
};

/** A function lives for 15 minutes: what came of a turn has to be committed before. */
const LONGEST_TURN_MS = 14 * 60_000;

export interface CloudDeps extends SessionDeps {
  readonly table: Table;
  readonly cursorsOf: (consumer: string) => Cursors;
}

const nothing = () => [];

/**
 * Where ports meet adapters in the cloud, but for those that only some functions need. The keys that
 * are `held` are masked in what is written down.
 */
export function createCloudDeps(held: () => Iterable<string> = nothing): CloudDeps {
  const table = openTable();
  const redactor = openRedactor(held);
  const shared = { table, clock: systemClock, ids: randomIds, tenant: CLOUD_TENANT, redactor };
  const log = createContextLog(shared);
  return {
    ...shared,
    log,
    sessions: createSessions(shared),
    runs: createRuns(shared),
    reactors: createReactors({ table, log }),
    cursorsOf: (consumer) => createCursors(table, consumer),
    costOf,
    viewer: async () => {
      throw new Fault('internal.unexpected', { detail: 'This function shows nobody anything.' });
    },
    functionFor: (type) => functionNameOf(cloudSetting(lookup, 'environment'), type),
    backendFor: ({ agent }) => {
      throw new Fault('turn.lost', { agent: agent.id, detail: 'this function has no backends' });
    },
    toolboxFor: async () => emptyToolbox,
    onDelta: () => undefined,
    longestTurn: LONGEST_TURN_MS,
    watchStop: (order) => watchStop({ ...shared, log }, order),
  };
}
