import type { Address } from '../context/address.ts';
import { excerptOf } from '../context/excerpt.ts';
import { textOfItem } from '../context/item-text.ts';
import {
  type Found,
  type Hit,
  MAX_TERMS,
  type Query,
  type SearchIndex,
} from '../context/search-index.ts';
import { type Term, termsOf } from '../context/words.ts';
import { toFault } from '../shared/faults.ts';
import { type IndexDeps, indexBranch } from './index-branch.ts';

export interface SearchDeps extends IndexDeps {
  readonly tenant: string;
}

export interface QuotedHit extends Hit {
  /** A piece of the item's text around what was looked for, on one line. */
  readonly excerpt: string;
}

/** Looks for words in branches, up to what has landed in them this moment. Throws what the index throws. */
export async function search(
  deps: SearchDeps,
  index: SearchIndex,
  addresses: readonly Address[],
  query: Query,
): Promise<Found> {
  for (const address of addresses) await indexBranch(deps, index, address);
  return index.search(query);
}

/** Hits with their words, which only the log has; so what it no longer holds is no hit. */
export async function quote(
  deps: SearchDeps,
  hits: readonly Hit[],
  { text, branch }: Query,
): Promise<readonly QuotedHit[]> {
  const terms = termsOf(text, MAX_TERMS);
  const quoted: QuotedHit[] = [];
  for (const hit of hits) {
    const address = { tenant: deps.tenant, context: hit.context, branch };
    const excerpt = await excerptAt(deps, address, hit, terms);
    if (excerpt !== undefined) quoted.push({ ...hit, excerpt });
  }
  return quoted;
}

async function excerptAt(
  { log, onUnreadable }: SearchDeps,
  address: Address,
  { item, version }: Hit,
  terms: readonly Term[],
): Promise<string | undefined> {
  try {
    const { operations } = await log.at(address, version);
    const put = operations.findLast((operation) => operation.item === item);
    if (put?.op !== 'put' || put.body === undefined) return undefined;
    return excerptOf(textOfItem(put.kind, put.body), terms);
  } catch (error) {
    onUnreadable(toFault(error));
    return undefined;
  }
}
