import type { Others } from './choose.ts';
import type { Passage, Weigh } from './passage.ts';
import type { Account } from './room.ts';
import type { Summariser } from './summariser.ts';

/** Characters in which one item is told. */
const MAX_TOLD = 240;

export interface GistRequest {
  readonly query: string;
  readonly summarise: Summariser;
  readonly weigh: Weigh;
}

export interface Gist {
  /** Nothing, where there is no room for it. */
  readonly passage: readonly Passage[];
  readonly told: ReadonlySet<Passage>;
}

/** One passage that tells of others in a sentence or two each, the best first, as far as there is room. */
export function gistOf(
  { count, bestFirst }: Others,
  account: Account,
  { query, summarise, weigh }: GistRequest,
): Gist {
  const label = `summary of ${count} items`;
  const unlabelled = weigh({ label: '' }, '');
  let tokens = weigh({ label }, '');
  const lines = new Map<Passage, string>();
  for (const passage of bestFirst) {
    if (lines.size === 0 && !account.take({ ...passage, tokens })) break;
    const line = `- ${passage.label}: ${summarise(passage.words, query, MAX_TOLD).replaceAll(/\s+/g, ' ')}`;
    const cost = weigh({ label: '' }, `${line}\n`) - unlabelled + 1;
    if (!account.take({ ...passage, tokens: cost })) break;
    lines.set(passage, line);
    tokens += cost;
  }
  const [first] = lines.keys();
  if (!first) return nothing;
  const told = [...lines.keys()].sort((a, b) => a.item.version - b.item.version);
  const whole: Passage = {
    ...first,
    form: 'summary',
    label,
    words: told.map((passage) => lines.get(passage)).join('\n'),
    tokens,
    of: told.flatMap(({ of }) => of),
  };
  return { passage: [whole], told: new Set(told) };
}

const nothing: Gist = { passage: [], told: new Set() };
