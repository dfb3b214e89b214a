import { mainBranch } from '../../lib/core/context/address.ts';
import { type ContextLog, createContextLog } from '../../lib/core/context/context-log.ts';
import { Fault } from '../../lib/core/shared/faults.ts';
import type { PutOutcome, Row, Table, When } from '../../lib/core/shared/table.ts';
import { countedIds } from '../support/counted-ids.ts';
import { redactor } from '../support/memory-log.ts';
import { type Seeded, seeded } from '../support/seeded.ts';
import { createTimeline } from '../support/timeline.ts';
import { askLog } from './ask-log.ts';
import { beClient } from './client.ts';
import type { Operation } from './operation.ts';
import { createStopwatch } from './stopwatch.ts';

const PROCESSES = 3;
const CLIENTS = 2;
const CALLS = 5;

export interface Race {
  readonly table: Table;
  /** Which order of things, and which of them go wrong. */
  readonly seed: number;
  /** How often, of 1, a table's answer is lost, or a write that landed is told to be refused. */
  readonly trouble?: number;
  /** In place of the real log, to see whether it would be found out. */
  readonly spoil?: (log: ContextLog, random: Seeded) => ContextLog;
}

/**
 * Lets clients of several processes, each with a log and a memory of its own, loose on one branch,
 * in an order of their steps that the seed decides, and one that reads it all in the end.
 */
export async function race(wanted: Race): Promise<readonly Operation[]> {
  const { table, seed, trouble = 0, spoil = (log) => log } = wanted;
  const random = seeded(seed);
  const timeline = createTimeline();
  const { history, watch } = createStopwatch();
  const address = mainBranch('tenant', `context-${seed}`);
  const ids = { next: countedIds().next, chance: random.next };
  const slow = (wrong: number) =>
    onTimeline(table, () => timeline.pause(random.below(8)), random, wrong);
  const open = (wrong: number) =>
    spoil(createContextLog({ table: slow(wrong), clock: timeline, ids, redactor }), random);

  const work = numbers(PROCESSES).flatMap((process) => {
    const log = open(trouble);
    return numbers(CLIENTS).map((client) => {
      const name = `${process}.${client}`;
      return beClient(name, random, CALLS, (call) =>
        watch(name, call, () => askLog(log, address, call)),
      );
    });
  });
  await timeline.run();
  await Promise.all(work);
  const reader = watch('reader', { kind: 'history' }, () =>
    askLog(open(0), address, { kind: 'history' }),
  );
  await timeline.run();
  await reader;
  return history();
}

const numbers = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

/** A table each of whose steps takes a while, and some of whose answers go wrong on the way. */
function onTimeline(
  table: Table,
  wait: () => Promise<void>,
  random: Seeded,
  trouble: number,
): Table {
  const get: Table['get'] = async (key) => {
    await wait();
    return table.get(key);
  };
  const put = async (row: Row, when: When): Promise<PutOutcome> => {
    await wait();
    if (random.happens(trouble)) throw lost();
    const outcome = await table.put(row, when);
    await wait();
    if (random.happens(trouble)) throw lost();
    const isDenied = outcome.kind === 'put' && random.happens(trouble);
    return isDenied ? { kind: 'refused', standing: await table.get(row) } : outcome;
  };
  async function* list(...asked: Parameters<Table['list']>) {
    await wait();
    yield* table.list(...asked);
  }
  return { ...table, get, put, list };
}

const lost = () => new Fault('store.unreachable', { place: 'the table', detail: 'no answer' });
