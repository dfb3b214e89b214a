import * as z from 'zod';
import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/faults.ts';
import { canonicalJson } from '../shared/json.ts';
import type { Key, Row, Table } from '../shared/table.ts';
import { type Address, isId } from './address.ts';
import type { Position } from './commit.ts';
import { forkOff, type Lineage, MAIN, mainLineage } from './lineage.ts';
import { everySecret, type OpenRedactor, refuseSecrets } from './redactor.ts';

/** Where a branch left another. Written once, and never changed. */
export const Fork = z.object({
  branch: z.string(),
  version: z.int().nonnegative(),
  hash: z.string().nullable(),
  at: z.string(),
});
export type Fork = z.infer<typeof Fork>;

/** The branches of contexts, a row each; `main` is there without one. */
export interface Branches {
  /** Throws `branch.unknown`. */
  readonly lineageOf: (address: Address) => Promise<Lineage>;
  /** The fork that a branch grew from; undefined: it is `main`. Throws `branch.unknown`. */
  readonly forkOf: (address: Address) => Promise<Fork | undefined>;
  /**
   * Lets a branch of that name leave `from` behind a position of it. Throws `branch.exists`,
   * `branch.invalidName`, and `context.invalid` for a name that holds a secret.
   */
  readonly fork: (from: Address, at: Position, name: string) => Promise<void>;
  /** Writes down a fork as it once was. Throws `branch.exists` where another stands. */
  readonly restore: (address: Address, fork: Fork) => Promise<void>;
  /** All of a context's, `main` first. */
  readonly namesOf: (context: Pick<Address, 'tenant' | 'context'>) => Promise<readonly string[]>;
}

export interface BranchesDeps {
  readonly table: Table;
  readonly clock: Pick<Clock, 'now'>;
  readonly redactor: OpenRedactor;
}

export function createBranches({ table, clock, redactor }: BranchesDeps): Branches {
  const known = new Map<string, Fork>();

  const forkOf: Branches['forkOf'] = async (address) => {
    if (address.branch === MAIN) return undefined;
    const key = keyOf(address);
    const name = `${key.partition}/${key.sort}`;
    const fork = known.get(name) ?? read(address, await table.get(key));
    known.set(name, fork);
    return fork;
  };

  const lineageOf: Branches['lineageOf'] = async (address) => {
    const fork = await forkOf(address);
    if (!fork) return mainLineage;
    const parent = await lineageOf({ ...address, branch: fork.branch });
    return forkOff(parent, fork.version, address.branch);
  };

  return {
    forkOf,
    lineageOf,
    fork: async (from, { version, hash }, name) => {
      if (!isId(name)) throw new Fault('branch.invalidName', { branch: name });
      const { redact } = await redactor();
      refuseSecrets(redact(name, everySecret));
      const { context, branch } = from;
      const body: Fork = { branch, version, hash, at: clock.now().toISOString() };
      const row = { ...keyOf({ ...from, branch: name }), version: 1, body };
      const isTaken = name === MAIN || (await table.put(row, 'absent')).kind === 'refused';
      if (isTaken) throw new Fault('branch.exists', { context, branch: name });
    },
    restore: async (address, fork) => {
      const { context, branch } = address;
      const outcome = await table.put({ ...keyOf(address), version: 1, body: fork }, 'absent');
      if (outcome.kind === 'put') return;
      if (canonicalJson(outcome.standing?.body) !== canonicalJson(fork))
        throw new Fault('branch.exists', { context, branch });
    },
    namesOf: async ({ tenant, context }) => {
      const names = [MAIN];
      for await (const { sort } of table.list(partitionOf({ tenant, context }))) names.push(sort);
      return names;
    },
  };
}

const partitionOf = ({ tenant, context }: Pick<Address, 'tenant' | 'context'>) =>
  `${tenant}/branches/${context}`;

const keyOf = (address: Address): Key => ({
  partition: partitionOf(address),
  sort: address.branch,
});

function read({ context, branch }: Address, row: Row | undefined): Fork {
  if (!row) throw new Fault('branch.unknown', { context, branch });
  const parsed = Fork.safeParse(row.body);
  if (parsed.success) return parsed.data;
  throw new Fault('store.broken', {
    place: `branch ${branch} of ${context}`,
    detail: 'its row is not one that this version of massgen knows',
  });
}
