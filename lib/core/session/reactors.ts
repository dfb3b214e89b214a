import type { Address } from '../context/address.ts';
import type { ContextLog } from '../context/context-log.ts';
import { createCursors } from '../context/cursor.ts';
import { Fault, isFault } from '../shared/faults.ts';
import { sha256 } from '../shared/hash.ts';
import { canonicalJson } from '../shared/json.ts';
import type { Key, Row, Table } from '../shared/table.ts';
import type { Subscription } from '../view/subscription.ts';
import { atRest, branchesOf, Reactor, type Standing } from './reactor.ts';

type Context = Pick<Address, 'tenant' | 'context'>;

/** The agents that are called to act on what is new in a context, a row each. */
export interface Reactors {
  readonly of: (context: Context) => Promise<readonly Reactor[]>;
  /**
   * Makes these the reactors of a context. One that is new hears of what is committed from now on;
   * one that stays keeps its standing.
   */
  readonly set: (context: Context, wanted: readonly Wanted[]) => Promise<void>;
  /**
   * Replaces the standing of a reactor by what `change` makes of it; undefined leaves it as it is.
   * False: it was left, or the reactor is gone.
   */
  readonly update: (context: Context, id: string, change: Change) => Promise<boolean>;
}

export type Wanted = Pick<Reactor, 'subscription' | 'agent' | 'run'>;
type Change = (standing: Standing) => Standing | undefined;

export interface ReactorsDeps {
  readonly table: Table;
  readonly log: ContextLog;
}

/** What the cursors of a reactor are kept under. */
export const consumerOf = (id: string): string => `reactor-${id}`;

export function createReactors({ table, log }: ReactorsDeps): Reactors {
  const rowsOf = async (context: Context) => {
    const rows: Row[] = [];
    for await (const row of table.list(partitionOf(context))) rows.push(row);
    return rows;
  };

  /** What stands when it is asked for is no news to it. */
  const passOver = async (context: Context, reactor: Reactor) => {
    for (const branch of branchesOf(reactor)) {
      const address = { ...context, branch };
      const head = await log.head(address).catch(ignoreUnknownBranch);
      const cursor = await createCursors(table, consumerOf(reactor.id)).at(address);
      if (head) await cursor.advance(head.version);
    }
  };

  const set: Reactors['set'] = async (context, wanted) => {
    const reactors = wanted.map((one) => ({
      ...one,
      id: idOf(one.subscription),
      standing: atRest,
    }));
    const standing = new Map((await rowsOf(context)).map((row) => [row.sort, row]));
    for (const reactor of reactors) {
      const key = keyOf(context, reactor.id);
      const row = standing.get(reactor.id);
      standing.delete(reactor.id);
      if (!row) await passOver(context, reactor);
      await replace(table, key, row, (before = reactor) => ({
        ...reactor,
        standing: before.standing,
      }));
    }
    for (const { partition, sort, version } of standing.values())
      await table.remove({ partition, sort }, { version });
  };

  return {
    of: async (context) => (await rowsOf(context)).map(toReactor),
    set,
    update: async (context, id, change) => {
      const key = keyOf(context, id);
      const row = await table.get(key);
      if (!row) return false;
      return replace(table, key, row, (reactor = toReactor(row)) => {
        const standing = change(reactor.standing);
        return standing && { ...reactor, standing };
      });
    },
  };
}

/** From the row that stands there on, which another may replace at any time. */
async function replace(
  table: Table,
  key: Key,
  row: Row | undefined,
  change: (before: Reactor | undefined) => Reactor | undefined,
): Promise<boolean> {
  const body = change(row && toReactor(row));
  if (!body) return false;
  const next = { ...key, version: (row?.version ?? 0) + 1, body: JSON.parse(JSON.stringify(body)) };
  const outcome = await table.put(next, row ? { version: row.version } : 'absent');
  if (outcome.kind === 'put') return true;
  if (row && !outcome.standing) return false;
  return replace(table, key, outcome.standing, change);
}

const partitionOf = ({ tenant, context }: Context) => `${tenant}/subscriptions/${context}`;

const keyOf = (context: Context, id: string): Key => ({
  partition: partitionOf(context),
  sort: id,
});

const idOf = (subscription: Subscription) => sha256(canonicalJson(subscription)).slice(0, 12);

function ignoreUnknownBranch(error: unknown) {
  if (!isFault(error, 'branch.unknown')) throw error;
  return undefined;
}

function toReactor(row: Row): Reactor {
  const parsed = Reactor.safeParse(row.body);
  if (parsed.success) return parsed.data;
  throw new Fault('store.broken', {
    place: `subscription ${row.sort}`,
    detail: 'its row is not one that this version of massgen knows',
  });
}
