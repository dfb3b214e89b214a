import { expect, it } from 'vitest';
import { mainBranch } from '../../lib/core/context/address.ts';
import { createContextLog } from '../../lib/core/context/context-log.ts';
import { verifyContext } from '../../lib/core/context/verify-context.ts';
import { randomIds, systemClock } from '../../lib/runtime/system.ts';
import { createDynamoTable } from '../../lib/stores/dynamodb/dynamo-table.ts';
import { createMemoryBlobs } from '../../lib/stores/memory/memory-blobs.ts';
import { TABLE } from '../support/dynalite.ts';
import { startDynamo } from '../support/dynamo-engine.ts';
import { anError, startWire, type Tell } from '../support/dynamo-wire.ts';
import { redactor } from '../support/memory-log.ts';
import { seeded } from '../support/seeded.ts';
import { askLog } from './ask-log.ts';
import { beClient } from './client.ts';
import { createStopwatch } from './stopwatch.ts';
import { problemIn } from './tell.ts';

const HISTORIES = 40;
const PROCESSES = [1, 2];
const CLIENTS = [1, 2, 3];
const CALLS = 4;

it.each([0, 0.05])(
  'the log on DynamoDB is one thing after the other, when %d of the answers are lost and as many requests, throttled and failed in both ways',
  async (trouble) => {
    const open = await openLogs(troubled(trouble));
    const seeds = Array.from({ length: HISTORIES }, (_, at) => at + 1);
    const problems = await Promise.all(seeds.map((seed) => problemOf(open, seed)));
    expect(problems.filter((problem) => problem)).toEqual([]);
  },
);

/** A log for each process, with a client of its own. */
async function openLogs(tell: Tell) {
  const engine = await startDynamo();
  const wire = await startWire(engine.endpoint, tell);
  const blobs = createMemoryBlobs();
  const openAt = (endpoint: string) => {
    const table = createDynamoTable({ client: engine.connect(endpoint), name: TABLE, blobs });
    return createContextLog({ table, clock: systemClock, ids: randomIds, redactor });
  };
  const logs = PROCESSES.map(() => openAt(wire.endpoint));
  return { logs, reader: openAt(engine.endpoint) };
}

async function problemOf({ logs, reader }: Awaited<ReturnType<typeof openLogs>>, seed: number) {
  const address = mainBranch('tenant', `context-${seed}`);
  const { history, watch } = createStopwatch();
  const clients = logs.flatMap((log, process) =>
    CLIENTS.map((client) => {
      const name = `${process + 1}.${client}`;
      const random = seeded(seed * 100 + process * 10 + client);
      return beClient(name, random, CALLS, (call) =>
        watch(name, call, () => askLog(log, address, call)),
      );
    }),
  );
  await Promise.all(clients);
  expect(await verifyContext(reader, address, [])).toMatchObject({ ok: true });
  await watch('reader', { kind: 'history' }, () => askLog(reader, address, { kind: 'history' }));
  return problemIn(history());
}

/** A wire that breaks before or behind the engine's work, or carries one of AWS's own faults. */
function troubled(probability: number): Tell {
  const random = seeded(7);
  return async ({ forward }) => {
    if (random.happens(probability)) return undefined;
    if (random.happens(probability)) return anError(400, 'ProvisionedThroughputExceededException');
    const answer = await forward();
    if (random.happens(probability)) return undefined;
    return random.happens(probability) ? anError(500, 'InternalServerError') : answer;
  };
}
