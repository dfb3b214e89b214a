import { Fault } from '../shared/faults.ts';
import type { Address } from './address.ts';
import type { Commit, Position } from './commit.ts';
import type { Conflict } from './conflict.ts';
import type { ContextLog } from './context-log.ts';
import type { OwnDraft } from './draft.ts';
import { type History, headOf } from './history.ts';
import { MAX_RACES } from './limits.ts';

/** What became of a change that depends on the whole head. */
export type Rewritten =
  | { readonly kind: 'committed'; readonly commit: Commit }
  /** It would change nothing. */
  | { readonly kind: 'unchanged'; readonly head: Position }
  | { readonly kind: 'conflict'; readonly head: Position; readonly conflicts: readonly Conflict[] };

/** What a head calls for. */
export type Wish =
  | { readonly kind: 'draft'; readonly draft: OwnDraft }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'conflict'; readonly conflicts: readonly Conflict[] };

/** Commits what the head calls for, computed anew each time that another commit comes first. */
export async function rewrite(
  log: ContextLog,
  address: Address,
  wishFor: (history: History) => Wish | Promise<Wish>,
): Promise<Rewritten> {
  for (let race = 0; race < MAX_RACES; race += 1) {
    const history = await log.history(address);
    const head = headOf(history);
    const wish = await wishFor(history);
    if (wish.kind === 'nothing') return { kind: 'unchanged', head };
    if (wish.kind === 'conflict') return { ...wish, head };
    const draft: OwnDraft = { ...wish.draft, expects: '*' };
    const outcome = await log.commit(address, draft, head.version);
    if (outcome.kind === 'committed') return outcome;
  }
  throw new Fault('context.busy', { context: address.context, races: MAX_RACES });
}
