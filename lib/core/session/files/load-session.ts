import { claimKey, commitsOf, mainBranch } from '../../context/address.ts';
import type { Commit } from '../../context/commit.ts';
import { toRow } from '../../context/commit-row.ts';
import { Fault } from '../../shared/faults.ts';
import { canonicalJson } from '../../shared/json.ts';
import type { Row } from '../../shared/table.ts';
import type { Runs } from '../runs.ts';
import type { ExportDeps } from './export-session.ts';
import type { BranchFile, SessionFile } from './session-file.ts';

export interface LoadDeps extends ExportDeps {
  readonly runs: Runs;
}

/**
 * Writes a session down as it was when it was exported. What is there already must be the same, so
 * a load that was cut off is to be done again. Throws `session.differs`; its commits stay as they are then.
 */
export async function loadSession(deps: LoadDeps, file: SessionFile): Promise<void> {
  const { session, branches } = file;
  for (const branch of branches) await loadBranch(deps, session.id, branch);
  for (const run of runsIn(branches)) await deps.runs.assign(run, session.id);
  if (!(await deps.sessions.restore(session))) throw differs(session.id, 'entry in the list');
}

async function loadBranch(deps: LoadDeps, context: string, branch: BranchFile): Promise<void> {
  const { name, fork, commits } = branch;
  const address = { ...mainBranch(deps.tenant, context), branch: name };
  if (fork) await deps.log.branches.restore(address, fork);
  await mustNotGoOn(deps, address, commits.at(-1));
  for (const commit of commits) {
    if (commit.cause === undefined)
      await deps.table.put(
        { ...claimKey(address, commit.id), version: 1, body: commit.version - 1 },
        'absent',
      );
    await putSame(deps, context, toRow(address, commit));
  }
}

/** What stands behind the file's last commit was never in the file. */
async function mustNotGoOn(
  { table }: LoadDeps,
  address: Parameters<typeof commitsOf>[0],
  last: Commit | undefined,
): Promise<void> {
  const after = last ? { after: toRow(address, last).sort } : {};
  for await (const { sort } of table.list(commitsOf(address), { ...after, limit: 1 }))
    throw differs(address.context, `version ${Number(sort)} of ${address.branch}`);
}

async function putSame({ table }: LoadDeps, session: string, row: Row): Promise<void> {
  const outcome = await table.put(row, 'absent');
  if (outcome.kind === 'put') return;
  if (canonicalJson(outcome.standing?.body) !== canonicalJson(row.body))
    throw differs(session, `version ${Number(row.sort)}`);
}

const runsIn = (branches: readonly BranchFile[]): ReadonlySet<string> =>
  new Set(
    branches
      .flatMap(({ commits }) => commits)
      .flatMap(({ cause }) => (cause?.step === 'request' && cause.run ? [cause.run] : [])),
  );

const differs = (session: string, place: string) =>
  new Fault('session.differs', { session, place });
