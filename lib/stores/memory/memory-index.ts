import { type Address, commitsOf } from '../../core/context/address.ts';
import { beginning, type Position } from '../../core/context/commit.ts';
import { isVisibleTo } from '../../core/context/item.ts';
import { relevance, type Tally, tallyOf } from '../../core/context/relevance.ts';
import {
  CANDIDATES,
  type Hit,
  type IndexedItem,
  MAX_TERMS,
  type Query,
  type SearchIndex,
} from '../../core/context/search-index.ts';
import { type Term, termsOf, wordsIn } from '../../core/context/words.ts';

interface Entry extends Omit<IndexedItem, 'text'> {
  readonly address: Address;
  readonly tally: Tally;
}

/** An index that lives as long as the process, and looks at every item for every query. */
export function createMemoryIndex(): SearchIndex {
  const positions = new Map<string, Position>();
  /** The last that came is the last here. */
  const entries = new Map<string, Entry>();

  const reached = (address: Address) => positions.get(commitsOf(address)) ?? beginning;
  const keyOf = (address: Address, item: string) => `${commitsOf(address)} ${item}`;

  return {
    reached: async (address) => reached(address),
    take: async (address, { from, to, written, gone }) => {
      const { version, hash } = reached(address);
      if (version !== from.version || hash !== from.hash) return;
      for (const item of gone) entries.delete(keyOf(address, item));
      for (const { text, ...item } of written) {
        const key = keyOf(address, item.item);
        entries.delete(key);
        entries.set(key, { ...item, address, tally: tallyOf(wordsIn(text)) });
      }
      positions.set(commitsOf(address), to);
    },
    remove: async (address, item) => {
      entries.delete(keyOf(address, item));
    },
    forget: async (address) => {
      for (const key of [...entries.keys()].filter((one) => one.startsWith(keyOf(address, ''))))
        entries.delete(key);
      positions.delete(commitsOf(address));
    },
    search: async (query) => {
      const terms = termsOf(query.text, MAX_TERMS);
      const matching = [...entries.values()]
        .toReversed()
        .filter((entry) => isAskedFor(query, entry) && holdsAll(entry.tally.words, terms));
      const hits = matching.slice(0, CANDIDATES).map((entry) => toHit(entry, terms));
      return {
        hits: hits.toSorted((a, b) => b.score - a.score).slice(0, query.limit),
        capped: matching.length > CANDIDATES,
      };
    },
  };
}

const isAskedFor = (
  { context, branch, kind, agent }: Query,
  { address, author, visibility, ...entry }: Entry,
): boolean =>
  branch === address.branch &&
  (context === undefined || context === address.context) &&
  (kind === undefined || kind === entry.kind) &&
  (agent === undefined || isVisibleTo(agent, { author: { agent: author }, visibility }));

const holdsAll = (words: ReadonlySet<string>, terms: readonly Term[]): boolean =>
  terms.length > 0 && terms.every((term) => holds(words, term));

const holds = (words: ReadonlySet<string>, { word, isPrefix }: Term): boolean =>
  words.has(word) || (isPrefix && [...words].some((one) => one.startsWith(word)));

const toHit = ({ address, item, version, tally }: Entry, terms: readonly Term[]): Hit => ({
  context: address.context,
  item,
  version,
  score: relevance(
    tally.length,
    terms.length,
    terms.filter((term) => holds(tally.often, term)).length,
  ),
});
