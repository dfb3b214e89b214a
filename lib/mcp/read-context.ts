import { type Item, isVisibleTo } from '../core/context/item.ts';
import { Fault, isFault } from '../core/shared/faults.ts';
import { inWords } from '../core/view/meter.ts';
import type { Desk } from './desk.ts';
import { NOTICE, quotedItem, withinTokens } from './quote.ts';

export interface ReadOptions {
  /** Only what was written behind this version. */
  readonly since?: number | undefined;
  /** Tokens, at most. */
  readonly budget: number;
  readonly query: string;
  /** Whole, what these lead to: items, or ITEM@VERSION. */
  readonly expand?: readonly string[] | undefined;
}

/** What there is in a context, or what is new in it. One that is not there yet is empty. */
export async function readContext(
  desk: Desk,
  context: string,
  { since, ...options }: ReadOptions,
): Promise<string> {
  try {
    return since === undefined
      ? await everything(desk, context, options)
      : await newsSince(desk, context, since, options.budget);
  } catch (error) {
    if (isFault(error, 'context.unknown')) return `There is nothing in ${context} yet.`;
    // Whether there is something that it may not see is not to be seen either.
    if (isFault(error, 'context.itemHidden'))
      throw new Fault('context.unknownItem', { context, item: error.facts.item });
    throw error;
  }
}

async function everything(
  { contexts, branch, author: { agent } }: Desk,
  context: string,
  { budget, query, expand }: Omit<ReadOptions, 'since'>,
): Promise<string> {
  const options = { agent, branch, budget, query, ...(expand && { expand }) };
  const view = await contexts.view(context, options);
  const place = `${context} (branch ${branch}) at version ${view.version}`;
  return [`${place}. ${NOTICE}`, view.text, `[${inWords(view.meter)}]`].join('\n\n');
}

async function newsSince(
  { contexts, branch, author: { agent } }: Desk,
  context: string,
  since: number,
  budget: number,
): Promise<string> {
  const { version, items } = await contexts.show(context, { branch });
  if (since > version)
    throw new Fault('context.unknownVersion', { context, version: since, head: version });
  const isNews = (item: Item) =>
    item.version > since && item.kind !== 'event' && isVisibleTo(agent, item);
  const news = items.filter(isNews).toSorted((a, b) => a.version - b.version);
  const place = `${context} (branch ${branch}) is at version ${version}.`;
  if (news.length === 0) return `${place} There is nothing new since version ${since}.`;
  const { shown, left } = withinTokens(news.map(quotedItem), budget);
  const more = left > 0 ? [`[${left} more are left out: raise the budget, or search.]`] : [];
  return [`${place} ${news.length} items are new. ${NOTICE}`, ...shown, ...more].join('\n\n');
}

/** The items that the reader may see. */
export async function seenItems(
  { contexts, branch, author: { agent } }: Desk,
  context: string,
  at?: string | number,
): Promise<readonly Item[]> {
  const { items } = await contexts.show(context, { branch, at });
  return items.filter((item) => isVisibleTo(agent, item));
}

/** One item, as far as the reader may see it. Throws `context.unknownItem`. */
export async function findItem(
  desk: Desk,
  context: string,
  id: string,
  at?: string | number,
): Promise<Item> {
  const item = (await seenItems(desk, context, at)).find((one) => one.id === id);
  if (item) return item;
  throw new Fault('context.unknownItem', { context, item: id });
}
