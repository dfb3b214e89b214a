import { type Fault, isFault } from '../../core/shared/faults.ts';
import type { Contexts } from '../../operations/contexts.ts';
import type { Stream } from '../sharing/mark.ts';
import { rangeIn, type Sharing } from '../sharing/thread.ts';
import { type Reading, type SharedCommit, toCommits } from '../sharing/to-commits.ts';
import type { SessionFiles } from './session-files.ts';

/** What came of sharing a session. */
export interface ShareReport {
  /** Commits that were made now. */
  readonly commits: number;
  /** Of the last commit; undefined: there was none. */
  readonly version?: number;
  /** What the context would not take, and why. */
  readonly refused: readonly { readonly id: string; readonly why: string }[];
}

/** Commits what a session has said since it was last shared. What is refused stops nothing else. */
export async function shareSession(
  contexts: Pick<Contexts, 'commit'>,
  { context, branch }: Stream,
  files: SessionFiles,
  sharing: Sharing,
  reading: Reading,
): Promise<ShareReport> {
  const refused: { id: string; why: string }[] = [];
  let commits = 0;
  let version: number | undefined;
  const offer = async (commit: SharedCommit) => {
    const outcome = await contexts.commit(context, commit, { branch });
    if (!outcome.repeated) commits += 1;
    version = outcome.version;
  };
  const offers = files
    .threads()
    .flatMap(({ thread, growing }) => toCommits(growing, thread, sharing, reading));
  for (const commit of offers)
    try {
      await offer(commit);
    } catch (error) {
      if (!isUnfit(error)) throw error;
      refused.push({ id: commit.id, why: error.message });
    }
  return { commits, ...(version !== undefined && { version }), refused };
}

/** Whether it is this commit that cannot be taken; another may be. */
const isUnfit = (error: unknown): error is Fault =>
  isFault(error, 'context.tooLarge') ||
  isFault(error, 'context.invalid') ||
  isFault(error, 'context.idReused');

/** The ranges that are shared in a context already, by whichever session; none in one that is not there. */
export async function sharedRanges(
  contexts: Pick<Contexts, 'log'>,
  { context, branch }: Stream,
): Promise<Set<string>> {
  try {
    const { commits } = await contexts.log(context, { branch });
    return new Set(commits.flatMap(({ id }) => rangeIn(id) ?? []));
  } catch (error) {
    if (isFault(error, 'context.unknown')) return new Set();
    throw error;
  }
}
