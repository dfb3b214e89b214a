import { branchAt, mainBranch } from '../../lib/core/context/address.ts';
import type { Commit } from '../../lib/core/context/commit.ts';
import { type ContextLog, createContextLog } from '../../lib/core/context/context-log.ts';
import { TurnOrder } from '../../lib/core/coordination/orders.ts';
import { readRun } from '../../lib/core/coordination/read-run.ts';
import type { Table } from '../../lib/core/shared/table.ts';
import { memoryTable } from '../support/memory-log.ts';
import { putBy } from '../support/put-by.ts';
import { createExecutions, type Executions } from './executions.ts';
import { addressIn, type FunctionName, functions } from './functions.ts';
import { createLambda, type Handler, type Lambda } from './lambda.ts';
import { createParts, type Parts, TENANT } from './parts.ts';
import { nameOf } from './place.ts';
import type { Process } from './process.ts';
import { rememberingTable } from './remembering-table.ts';
import { createWitness, type Witness } from './witness.ts';
import type { World } from './world.ts';

/** A mistake to be found: what it makes of the table, or of what a process works with. */
export interface Mistake {
  readonly table?: (table: Table) => Table;
  readonly parts?: (parts: Parts) => Parts;
}

/** A small AWS that carries our handlers and our state machine, on the time and chance of a world. */
export interface Cloud {
  readonly lambda: Lambda<Name>;
  readonly executions: Executions;
  /** What lies in the table, seen by somebody for whom nothing ever fails. */
  readonly truth: ContextLog;
  readonly table: Table;
  /** The versions of each branch that were announced, and the commits that a listener was led to. */
  readonly announced: ReadonlyMap<string, ReadonlySet<number>>;
  readonly heard: ReadonlyMap<string, ReadonlyMap<number, Commit>>;
  readonly witness: Witness;
  readonly close: () => void;
}

type Name = FunctionName | 'listen';

export function createCloud(world: World, mistake: Mistake = {}): Cloud {
  const announced = new Map<string, Set<number>>();
  const heard = new Map<string, Map<number, Commit>>();
  const witness = createWitness();
  const engine = memoryTable();
  const remembering = rememberingTable(engine);
  const spoilt = mistake.table?.(remembering) ?? remembering;

  /** The table's stream: it wakes whoever announces commits. */
  const table = putBy(spoilt, async (row, when) => {
    const outcome = await spoilt.put(row, when);
    const branch = branchAt(row.partition);
    if (outcome.kind === 'put') witness.sees(row, when);
    if (outcome.kind === 'put' && branch) lambda.deliver('publish-commits', branch);
    return outcome;
  });
  const truth = createContextLog({
    table: engine,
    clock: world.timeline,
    ids: world.ids,
    redactor: world.redactor,
  });

  const load = (name: Name, process: Process): Handler => {
    const parts = createParts(world, process, {
      table,
      announce: ({ data }) => {
        const name = nameOf(data);
        announced.set(name, (announced.get(name) ?? new Set()).add(data.version));
        lambda.deliver('listen', data);
        for (const type of data.backends) lambda.deliver('react', { ...data, type });
      },
      starterFor: executionsOf,
      witness,
    });
    const used = mistake.parts?.(parts) ?? parts;
    if (name === 'listen') return listen(used, heard);
    return name === 'backend' ? watched(world, truth, used) : functions[name](used);
  };
  const lambda = createLambda<Name>(world, load);
  const executions = createExecutions(
    world,
    (name, payload) => lambda.invoke(name.startsWith('$') ? 'coordinate' : 'backend', payload),
    (attempt) => lambda.deliver('run-over', attempt),
  );
  function executionsOf(process: Process) {
    return executions.starterFor(process);
  }
  return {
    lambda,
    executions,
    truth,
    table: engine,
    announced,
    heard,
    witness,
    close: engine.close,
  };
}

/** A consumer of the bus as all are to be: the event wakes it, the log says what is new. */
const listen =
  ({ listener, log }: Parts, heard: Map<string, Map<number, Commit>>): Handler =>
  async (event) => {
    const address = addressIn(event);
    const name = nameOf(address);
    const cursor = await listener.at(address);
    const commits = await log.after(address, cursor.version);
    const mine = heard.get(name) ?? new Map<number, Commit>();
    for (const commit of commits) mine.set(commit.version, commit);
    heard.set(name, mine);
    const last = commits.at(-1);
    if (last) await cursor.advance(last.version);
  };

/** Turns, and a complaint when one calls a model for what had been committed before it began. */
const watched =
  (world: World, truth: ContextLog, parts: Parts): Handler =>
  async (event) => {
    const { task, order } = event as { readonly task: string; readonly order: unknown };
    const { context, run, round, agent } = TurnOrder.parse(order);
    const { commits } = await truth.history(mainBranch(TENANT, context));
    const { turns, presentation } = readRun(commits, run);
    const isTurn = (turn: (typeof turns)[number]) => turn.round === round && turn.agent === agent;
    const isDone = task === 'Present' ? presentation !== undefined : turns.some(isTurn);
    const onCall = () => {
      if (isDone)
        world.complain(`${agent} is asked again for its ${task} in round ${round} of ${run}`);
    };
    parts.calls.add(onCall);
    try {
      return await functions.backend(parts)(event);
    } finally {
      parts.calls.delete(onCall);
    }
  };
