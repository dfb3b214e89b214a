import type { Address } from '../../core/context/address.ts';
import type { ItemKind } from '../../core/context/item.ts';
import { tallyOf } from '../../core/context/relevance.ts';
import type { IndexedItem, Query } from '../../core/context/search-index.ts';
import { type Term, wordsIn } from '../../core/context/words.ts';
import { sha256Hex } from '../../core/shared/hash.ts';

/**
 * An item is kept as terms, between spaces: its words; again, marked, those that it says often; and
 * where it belongs and who may see it. So each filter is one more term to look for, and no row of an item that
 * is left out is ever read. Marks are of Unicode's private use area, and so in no word.
 */
const OFTEN = '\uE000';
const PLACE = '\uE001';

interface Kept {
  readonly text: string;
  /** Words, repeated ones as well. */
  readonly length: number;
}

export function toKept(address: Address, item: IndexedItem): Kept {
  const { words, often, length } = tallyOf(wordsIn(item.text));
  const places = [
    branchOf(address.branch),
    contextOf(address),
    kindOf(item.kind),
    ...viewersOf(item).map((viewer) => viewerOf(viewer)),
  ];
  return {
    text: [...words, ...[...often].map((word) => OFTEN + word), ...places].join(' '),
    length,
  };
}

/** What a query asks for, in the syntax of FTS5, https://sqlite.org/fts5.html#full_text_query_syntax */
export function toMatch(query: Query, terms: readonly Term[]): string {
  const { context, branch, kind, agent } = query;
  return [
    ...terms.map((term) => quoted(term)),
    quotedPlace(context === undefined ? branchOf(branch) : contextOf({ context, branch })),
    ...(kind === undefined ? [] : [quotedPlace(kindOf(kind))]),
    ...(agent === undefined
      ? []
      : [`(${quotedPlace(viewerOf(EVERYBODY))} OR ${quotedPlace(viewerOf(agent))})`]),
  ].join(' AND ');
}

/** What says a term often. */
export const toOftenMatch = ({ word, isPrefix }: Term): string =>
  quoted({ word: OFTEN + word, isPrefix });

const EVERYBODY = undefined;

function viewersOf({ author, visibility }: IndexedItem): readonly (string | undefined)[] {
  if (visibility === 'shared') return [EVERYBODY];
  return visibility === 'private' ? [author] : [...new Set([author, ...visibility])];
}

const branchOf = (branch: string) => place('branch', branch);
const contextOf = ({ context, branch }: Pick<Address, 'context' | 'branch'>) =>
  place('context', context, branch);
const kindOf = (kind: ItemKind) => place('kind', kind);
const viewerOf = (agent: string | undefined) =>
  agent === undefined ? place('everybody') : place('agent', agent);

/** Whatever the names are, 16 letters and digits that no other place has. */
const place = (...names: readonly string[]) =>
  PLACE + sha256Hex(JSON.stringify(names)).slice(0, 16);

/** A term holds letters, digits and marks only, so a quote cannot end early. */
const quoted = ({ word, isPrefix }: Term) => `"${word}"${isPrefix ? '*' : ''}`;
const quotedPlace = (word: string) => quoted({ word, isPrefix: false });
