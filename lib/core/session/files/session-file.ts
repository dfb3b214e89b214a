import * as z from 'zod';
import { Fork } from '../../context/branches.ts';
import { Commit, type Position } from '../../context/commit.ts';
import { verifyChain } from '../../context/integrity.ts';
import { forkOff, type Lineage, MAIN, mainLineage } from '../../context/lineage.ts';
import { Fault } from '../../shared/faults.ts';
import { Session } from '../session.ts';

/** One branch: where it left another, null for `main`, and the commits that are its own. */
const BranchFile = z.strictObject({
  name: z.string(),
  fork: Fork.nullable(),
  commits: z.array(Commit),
});
export type BranchFile = z.infer<typeof BranchFile>;

/**
 * A session as a file: its row, and every commit of every branch as it stands, with what the hashes
 * need, so that whoever loads it can verify it. A branch stands behind the one it left.
 */
export const SessionFile = z.strictObject({
  massgen: z.literal('session'),
  format: z.literal(1),
  session: Session,
  branches: z.array(BranchFile).min(1),
});
export type SessionFile = z.infer<typeof SessionFile>;

/** Throws `session.invalidFile` for a text that is no such file, or one that was changed. */
export function readSessionFile(text: string): SessionFile {
  const parsed = SessionFile.safeParse(parse(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid([issue?.path.join('.'), issue?.message].filter(Boolean).join(': '));
  }
  checkBranches(parsed.data);
  return parsed.data;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error));
  }
}

interface Branch {
  readonly lineage: Lineage;
  readonly commits: readonly Commit[];
}

function checkBranches({ session, branches }: SessionFile): void {
  const known = new Map<string, Branch>();
  for (const { name, fork, commits } of branches) {
    const branch = fork
      ? grown(known.get(fork.branch), fork, { name, commits })
      : { lineage: mainLineage, commits };
    if (known.has(name) || (fork === null) !== (name === MAIN))
      throw invalid(`${name} is there twice, or leaves no other branch`);
    const anchors = [fork, name === MAIN ? session.anchor : null].filter((one) => one !== null);
    checkChain(session.id, name, branch, anchors);
    known.set(name, branch);
  }
}

function grown(
  parent: Branch | undefined,
  { branch, version }: Fork,
  own: Pick<BranchFile, 'name' | 'commits'>,
): Branch {
  if (!parent) throw invalid(`${own.name} left ${branch}, which does not stand before it`);
  return {
    lineage: forkOff(parent.lineage, version, own.name),
    commits: [...parent.commits.slice(0, version), ...own.commits],
  };
}

function checkChain(
  context: string,
  name: string,
  { commits, lineage }: Branch,
  anchors: readonly Position[],
): void {
  const { firstBad } = verifyChain({ context }, commits, anchors, lineage);
  if (firstBad)
    throw invalid(`version ${firstBad.version} of ${name} does not fit: ${firstBad.why}`);
}

const invalid = (detail: string) => new Fault('session.invalidFile', { detail });
