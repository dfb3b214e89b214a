import { type Address, mainBranch } from '../../lib/core/context/address.ts';
import { type ContextLog, createContextLog } from '../../lib/core/context/context-log.ts';
import type { Table } from '../../lib/core/shared/table.ts';
import { countedIds } from '../support/counted-ids.ts';
import { redactor } from '../support/memory-log.ts';
import { type Seeded, seeded } from '../support/seeded.ts';
import { createTimeline } from '../support/timeline.ts';
import { askLog } from './ask-log.ts';
import { beClient } from './client.ts';
import type { Call, Operation } from './operation.ts';
import { slowTable } from './slow-table.ts';
import { createStopwatch } from './stopwatch.ts';

/** Processes, and the clients of each, whose commits of one moment go together. */
const SHAPES = [
  [3, 2],
  [2, 3],
  [1, 6],
] as const;
const CALLS = 5;

export interface Race {
  readonly table: Table;
  /** Which order of things, and which of them go wrong. */
  readonly seed: number;
  /** How often, of 1, a table's answer is lost, or a write that landed is told to be refused. */
  readonly trouble?: number;
  /** Whether the branch has grown from another, which goes on beside it. */
  readonly forked?: boolean;
  /** In place of the real log, to see whether it would be found out. */
  readonly spoil?: (log: ContextLog, random: Seeded) => ContextLog;
}

/**
 * Lets clients of several processes, each with a log and a memory of its own, loose on one branch,
 * in an order of their steps that the seed decides, and one that reads it all in the end.
 */
export async function race(wanted: Race): Promise<readonly Operation[]> {
  const { table, seed, trouble = 0, forked = false, spoil = (log) => log } = wanted;
  const random = seeded(seed);
  const timeline = createTimeline();
  const { history, watch } = createStopwatch();
  const main = mainBranch('tenant', `context-${seed}`);
  const ids = { next: countedIds().next, chance: random.next };
  const slow = (wrong: number) =>
    slowTable(table, () => timeline.pause(random.below(8)), random, wrong);
  const open = (wrong: number) =>
    spoil(createContextLog({ table: slow(wrong), clock: timeline, ids, redactor }), random);
  const client = (name: string, log: ContextLog, address: Address) => (call: Call) =>
    watch(name, call, () => askLog(log, address, call));
  const finish = async <T>(work: Promise<T>) => {
    await timeline.run();
    return work;
  };

  const address = forked ? { ...main, branch: 'grown' } : main;
  const elder = open(0);
  if (forked) {
    await finish(beClient('elder', random, CALLS, client('elder', elder, main)));
    const head = await finish(elder.head(main));
    await finish(elder.branches.fork(main, head, address.branch));
  }
  const stranger = forked
    ? [beClient('stranger', random, CALLS, (call) => askLog(elder, main, call))]
    : [];
  const [processes, clients] = random.pick<readonly [number, number]>(SHAPES);
  const work = numbers(processes).flatMap((process) => {
    const log = open(trouble);
    return numbers(clients).map((at) => {
      const name = `${process}.${at}`;
      return beClient(name, random, CALLS, client(name, log, address));
    });
  });
  await finish(Promise.all([...stranger, ...work]));
  await finish(client('reader', open(0), address)({ kind: 'history' }));
  return history();
}

const numbers = (count: number) => Array.from({ length: count }, (_, at) => at + 1);
