import type { Address } from '../../lib/core/context/address.ts';
import type { Commit as Committed } from '../../lib/core/context/commit.ts';
import type { CommitOutcome } from '../../lib/core/context/commit-outcome.ts';
import type { ContextLog } from '../../lib/core/context/context-log.ts';
import type { Draft } from '../../lib/core/context/draft.ts';
import { Fault } from '../../lib/core/shared/faults.ts';
import type { Answer, Call, Commit, Entry } from './operation.ts';

/** Puts a call to the real log, and says what came back in the words of the model. */
export async function askLog(log: ContextLog, address: Address, call: Call): Promise<Answer> {
  try {
    return await asked(log, address, call);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    if (error.code === 'context.unknownVersion') return { kind: 'unknown version' };
    const isSure = error.code.startsWith('context.');
    return isSure ? { kind: 'refused', code: error.code } : { kind: 'lost' };
  }
}

async function asked(log: ContextLog, address: Address, call: Call): Promise<Answer> {
  switch (call.kind) {
    case 'commit':
      return toAnswer(await log.commit(address, toDraft(call), call.base));
    case 'head':
      return { kind: 'head', version: (await log.head(address)).version };
    case 'at':
      return toEntries([await log.at(address, call.version)]);
    case 'after':
      return toEntries(await log.after(address, call.version));
    case 'history':
      return toEntries((await log.history(address)).commits);
  }
}

/** Its label is its author, the body of all that it puts and, where it may be repeated, its id. */
function toDraft({ label, repeatable, writes, expects }: Commit): Draft {
  return {
    author: { agent: label },
    operations: writes.map((item) => ({ op: 'put', item, kind: 'note', body: label })),
    ...(expects.length > 0 && { expects: expects === '*' ? expects : [...expects] }),
    ...(repeatable && { id: label }),
    ...(repeatable === 'cause' && { cause: { run: label, step: 'test' } }),
  };
}

function toAnswer(outcome: CommitOutcome): Answer {
  if (outcome.kind === 'committed') {
    const { commit, rebased, repeated } = outcome;
    const { version, base } = commit;
    return { kind: 'committed', version, base, rebased, repeated };
  }
  const items = outcome.conflicts.map(({ item }) => item);
  return { kind: 'conflict', head: outcome.head.version, items };
}

const toEntries = (commits: readonly Committed[]): Answer => ({
  kind: 'entries',
  entries: commits.map(toEntry),
});

const toEntry = ({ version, base, author }: Committed): Entry => ({
  version,
  base,
  label: author.agent,
});
