import { mainBranch } from '../context/address.ts';
import type { CommitOutcome } from '../context/commit-outcome.ts';
import type { Cause, Draft } from '../context/draft.ts';
import type { ItemKind, Visibility } from '../context/item.ts';
import type { Operation } from '../context/operation.ts';
import type { Author } from '../message/author.ts';
import type { Json } from '../shared/json.ts';
import type { RunOrder } from './orders.ts';
import type { RunRole } from './run-bodies.ts';
import type { RunDeps } from './run-deps.ts';
import type { Team } from './team.ts';

/** The same cause, the same id: a task that is done twice finds what it did. */
const idFor = ({ run, step, round, agent }: Cause): string =>
  [run, step, round, agent].filter((part) => part !== undefined).join('/');

export interface Step {
  /** Says what is masked. */
  readonly team: Pick<Team, 'redaction'>;
  readonly cause: Cause;
  /** Where one cause has several commits; else it is made of the cause. */
  readonly id?: string;
  readonly author: Author;
  readonly operations: readonly Operation[];
  /** Items that must not have changed since `base`. */
  readonly expects?: readonly string[];
  readonly base: number;
}

/** Commits one step of a run, once however often it is tried. */
export const commitStep = (
  { log }: Pick<RunDeps, 'log'>,
  { tenant, context }: Pick<RunOrder, 'tenant' | 'context'>,
  { team, cause, id = idFor(cause), author, operations, expects, base }: Step,
): Promise<CommitOutcome> => {
  const draft: Draft = { id, author, cause, operations: [...operations] };
  return log.commit(
    mainBranch(tenant, context),
    expects ? { ...draft, expects: [...expects] } : draft,
    base,
    team.redaction,
  );
};

/** Puts an item of a run. Its role is its first tag. */
export const put = (
  role: RunRole,
  item: string,
  kind: ItemKind,
  body: unknown,
  visibility: Visibility = 'shared',
): Operation => ({
  op: 'put',
  item,
  kind,
  body: JSON.parse(JSON.stringify(body)) as Json,
  tags: [role],
  visibility,
});
