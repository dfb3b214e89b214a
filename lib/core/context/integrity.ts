import { sha256 } from '../shared/hash.ts';
import { canonicalJson, type Json } from '../shared/json.ts';
import type { Address } from './address.ts';
import type { Commit, Position } from './commit.ts';
import { purgedBy } from './forgotten.ts';
import { branchOf, type Lineage, mainLineage } from './lineage.ts';
import { type CommittedOperation, isForgotten } from './operation.ts';

/** The line end, which canonical JSON never has, keeps the salt and the body apart. */
export const hashBody = (salt: string, body: Json): string =>
  sha256(`${salt}\n${canonicalJson(body)}`);

/** Covers every field of a commit but the bodies themselves, which their salted hashes stand for. */
export const hashCommit = (commit: Omit<Commit, 'hash'>): string =>
  sha256(canonicalJson({ ...commit, hash: undefined, operations: commit.operations.map(sealed) }));

const sealed = (operation: CommittedOperation) =>
  operation.op === 'put' ? { ...operation, body: undefined, salt: undefined } : operation;

export interface Flaw {
  /** The first version that does not fit. */
  readonly version: number;
  readonly why: string;
}

export interface Verdict {
  readonly ok: boolean;
  /** How many commits were looked at. */
  readonly checked: number;
  readonly firstBad: Flaw | null;
}

/**
 * Walks a branch's chain from its beginning, along the branches it grew from, then compares it with
 * positions that someone remembers.
 */
export function verifyChain(
  { context }: Pick<Address, 'context'>,
  commits: readonly Commit[],
  anchors: readonly Position[],
  lineage: Lineage = mainLineage,
): Verdict {
  const firstBad = firstFlaw(context, lineage, commits) ?? firstBrokenAnchor(commits, anchors);
  return { ok: firstBad === null, checked: commits.length, firstBad };
}

function firstFlaw(context: string, lineage: Lineage, commits: readonly Commit[]): Flaw | null {
  const purges = lastPurges(commits);
  for (const [at, commit] of commits.entries()) {
    const version = at + 1;
    const why =
      flawOf(commit, version, commits[at - 1]?.hash ?? null) ??
      strangerTo(context, branchOf(lineage, version), commit) ??
      emptiedWithoutPurge(commit, purges);
    if (why) return { version, why };
  }
  return null;
}

function flawOf(commit: Commit, version: number, parent: string | null): string | undefined {
  if (commit.version !== version) return `version ${commit.version} stands where ${version} should`;
  if (commit.parent !== parent) return 'its parent is not the commit before it';
  if (hashCommit(commit) !== commit.hash) return 'its content does not fit its hash';
  const changed = commit.operations.find(isChanged);
  return changed && `the body of ${JSON.stringify(changed.item)} does not fit its hash`;
}

const strangerTo = (context: string, branch: string, commit: Commit) =>
  commit.context === context && commit.branch === branch
    ? undefined
    : `it was written for ${commit.context} (${commit.branch})`;

const isChanged = (operation: CommittedOperation) =>
  operation.op === 'put' &&
  operation.body !== undefined &&
  hashBody(operation.salt ?? '', operation.body) !== operation.bodyHash;

/** For each item that was purged, the last version that says so. */
const lastPurges = (commits: readonly Commit[]): ReadonlyMap<string, number> =>
  new Map(commits.flatMap((commit) => purgedBy(commit).map((item) => [item, commit.version])));

function emptiedWithoutPurge(
  { version, operations }: Commit,
  purges: ReadonlyMap<string, number>,
): string | undefined {
  const emptied = operations.find(
    (one) => one.op === 'put' && isForgotten(one) && (purges.get(one.item) ?? 0) <= version,
  );
  return emptied && `the body of ${JSON.stringify(emptied.item)} is missing, and was never purged`;
}

function firstBrokenAnchor(commits: readonly Commit[], anchors: readonly Position[]): Flaw | null {
  for (const { version, hash } of anchors.toSorted((a, b) => a.version - b.version)) {
    const commit = commits[version - 1];
    if (version > 0 && !commit)
      return {
        version: commits.length + 1,
        why: `history ends before version ${version}, which once stood`,
      };
    if (commit && commit.hash !== hash)
      return { version, why: 'its hash is not the one that was expected' };
  }
  return null;
}
