import { type Address, commitsOf, mainBranch } from '../../context/address.ts';
import { fromRow } from '../../context/commit-row.ts';
import type { ContextLog } from '../../context/context-log.ts';
import type { Table } from '../../shared/table.ts';
import type { Sessions } from '../sessions.ts';
import type { BranchFile, SessionFile } from './session-file.ts';

export interface ExportDeps {
  readonly table: Table;
  readonly log: ContextLog;
  readonly sessions: Sessions;
  readonly tenant: string;
}

/** A session with all that its context holds. Throws `session.unknown` and `context.unreadable`. */
export async function exportSession(deps: ExportDeps, id: string): Promise<SessionFile> {
  const session = await deps.sessions.get(id);
  const names = await deps.log.branches.namesOf({ tenant: deps.tenant, context: id });
  const branches = await Promise.all(
    names.map((branch) => exportBranch(deps, { ...mainBranch(deps.tenant, id), branch })),
  );
  return { massgen: 'session', format: 1, session, branches: parentsFirst(branches) };
}

async function exportBranch({ table, log }: ExportDeps, address: Address): Promise<BranchFile> {
  const fork = (await log.branches.forkOf(address)) ?? null;
  const commits = [];
  for await (const row of table.list(commitsOf(address))) commits.push(fromRow(row));
  return { name: address.branch, fork, commits };
}

/** A branch stands behind the one it left. */
function parentsFirst(branches: readonly BranchFile[]): BranchFile[] {
  const forks = new Map(branches.map(({ name, fork }) => [name, fork?.branch]));
  const depthOf = (name: string | undefined): number =>
    name === undefined ? 0 : 1 + depthOf(forks.get(name));
  return branches.toSorted((a, b) => depthOf(a.name) - depthOf(b.name));
}
