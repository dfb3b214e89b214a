import { branchAt } from '../../lib/core/context/address.ts';
import type { Commit } from '../../lib/core/context/commit.ts';
import { fromRow } from '../../lib/core/context/commit-row.ts';
import type { Reaction } from '../../lib/core/session/post.ts';
import type { Row, When } from '../../lib/core/shared/table.ts';
import { nameOf } from './place.ts';

/** A cursor of a reactor that was moved over a branch. */
export interface Passing {
  readonly after: number;
  readonly upTo: number;
  /** How long the branch was then, and how much the reactors had told. */
  readonly head: number;
  readonly told: number;
}

/** A reactor's way along one branch. */
export interface Way {
  /** What stood when it was asked for is no news to it. */
  start: number;
  at: number;
  readonly passings: Passing[];
}

export interface Called {
  readonly context: string;
  readonly agent: string;
  /** Milliseconds. */
  readonly at: number;
}

/** Somebody who sees everything that lands in a table, and hears what reactors tell; and forgets nothing. */
export interface Witness {
  readonly sees: (row: Row, when: When) => void;
  /** A commit as it landed. */
  readonly original: (commit: Commit) => Commit;
  readonly wayOf: (reactor: string, branch: string) => Way | undefined;
  readonly told: Reaction[];
  /** When the models of reactors were called. */
  readonly called: Called[];
}

export function createWitness(): Witness {
  const landed = new Map<string, Commit>();
  const heads = new Map<string, number>();
  const ways = new Map<string, Way>();
  const reactors = new Set<string>();
  const told: Reaction[] = [];

  const move = (reactor: string, branch: string, upTo: number) => {
    const name = `${reactor} ${branch}`;
    const way = ways.get(name) ?? { start: 0, at: 0, passings: [] };
    ways.set(name, way);
    const context = branch.split('/', 1)[0];
    if (!reactors.has(`${context} ${reactor}`)) way.start = upTo;
    else
      way.passings.push({
        after: way.at,
        upTo,
        head: heads.get(branch) ?? 0,
        told: told.length,
      });
    way.at = upTo;
  };

  return {
    told,
    called: [],
    wayOf: (reactor, branch) => ways.get(`${reactor} ${branch}`),
    original: (commit) => landed.get(`${nameOf(commit)}/${commit.version}`) ?? commit,
    sees: (row, when) => {
      const [, area, name = ''] = row.partition.split('/');
      if (area === 'subscriptions') reactors.add(`${name} ${row.sort}`);
      if (area === 'cursors' && name.startsWith(REACTOR))
        move(name.slice(REACTOR.length), row.sort, Number(row.body));
      if (when !== 'absent' || !branchAt(row.partition)) return;
      const commit = fromRow(row);
      landed.set(`${nameOf(commit)}/${commit.version}`, commit);
      heads.set(nameOf(commit), commit.version);
    },
  };
}

const REACTOR = 'reactor-';
