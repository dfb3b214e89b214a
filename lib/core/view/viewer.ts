import type { Item } from '../context/item.ts';
import type { Tokens } from '../message/tokens.ts';
import { once } from '../shared/once.ts';
import { expand as expandPassages } from './expand.ts';
import { extractSummary } from './extract-summary.ts';
import { fence } from './fence.ts';
import { createGrounds } from './grounds.ts';
import { createKnownItems, type Known } from './known-items.ts';
import type { Laid } from './laid.ts';
import { type Ground, layGround, settle, type View } from './lay-view.ts';
import { isPinned, MAX_SHOWN, type Passage, type Weigh } from './passage.ts';
import type { Reading } from './reading.ts';
import type { Ranking } from './relevance.ts';
import { shortened } from './shorten-outputs.ts';
import { matches } from './subscription.ts';
import type { Summariser } from './summariser.ts';
import type { ViewRequest } from './view-request.ts';
import { type Weigher, weigherOf } from './weigher.ts';

export interface ViewerParts {
  readonly tokens: Tokens;
  readonly summarise?: Summariser;
  /** Tools whose calls are part of a procedure and say nothing. */
  readonly isSilent?: (tool: string) => boolean;
}

/** Lays views, and keeps what is dear to make of each item as long as the item itself is kept. */
export interface Viewer {
  /** What there is to be shown, whole, in the order in which it was written. */
  readonly passages: (items: Iterable<Item>, request: ViewRequest) => readonly Passage[];
  readonly count: Tokens['count'];
  /** The same so that it fits. */
  readonly lay: (items: Iterable<Item>, request: ViewRequest) => View;
  /** What a view showed in short, whole, as far as there is room. */
  readonly expand: (items: Iterable<Item>, request: ViewRequest) => View;
}

export function createViewer({
  tokens,
  summarise = extractSummary,
  isSilent = () => false,
}: ViewerParts): Viewer {
  const known = createKnownItems(isSilent);
  const kept = createGrounds<Groundwork>();

  const passages: Viewer['passages'] = (items, request) => {
    const weigh = weigherOf(tokens, request);
    const silent = new Set<string>();
    const all: Passage[] = [];
    for (const item of newsIn(items, request)) {
      const source = known.of(item);
      const { reading } = source;
      const isEcho = echoIn(silent, item, reading);
      if (reading.words === '' || isEcho || request.isHidden?.(item, reading)) continue;
      all.push(toPassage({ item, place: all.length }, source, request, weigh));
    }
    return all;
  };

  const weighFor = (request: ViewRequest): Weigh => {
    const weigh = weigherOf(tokens, request);
    return ({ label }, words) => weigh.marked(label, weigh.words(words));
  };

  const groundFor = (items: readonly Item[], request: ViewRequest): Groundwork => {
    const all = passages(items, request);
    const { compression, room: tokens, subscriptions } = request;
    const bySubscription = subscriptions.map(({ budget }) => budget);
    const ground = { compression, weigh: weighFor(request), room: { tokens, bySubscription } };
    return {
      ...ground,
      laid: layGround(all, ground),
      rank: once(() => known.rankingOf(all.map(({ item }) => item))),
    };
  };

  const lay: Viewer['lay'] = (items, request) => {
    const { query } = request;
    const { laid, rank, ...ground } = kept([...items], request, groundFor);
    const worths = once(() => worthsIn(rank()(query)));
    const worthOf = ({ place }: Passage) => worths()[place] ?? 0;
    return settle(laid, { ...ground, query, summarise, worthOf });
  };

  const expand: Viewer['expand'] = (items, request) =>
    expandPassages(
      passages(items, { ...request, outputCharacters: undefined }),
      request.room,
      weighFor(request),
    );

  return { passages, lay, expand, count: tokens.count };
}

function toPassage(
  { item, place }: Pick<Passage, 'item' | 'place'>,
  { reading, counts, of }: Known,
  request: ViewRequest,
  weigh: Weigher,
): Passage {
  const label = request.labelOf(item);
  const words = isPinned(item) ? reading.words : excerptOf(reading, request);
  return {
    form: words === reading.words ? 'whole' : 'shortened',
    label,
    words,
    tokens: request.weightOf?.(item) ?? weigh.marked(label, weigh.known(counts, words)),
    item,
    place,
    reading,
    of,
    isPinned: isPinned(item) || reading.role === 'system',
    subscription: subscriptionTo(item, request),
  };
}

/** Of what tools put out the two ends, where it is long: the passage points to all of it. */
const excerptOf = ({ outputs, words }: Reading, { outputCharacters: most }: ViewRequest): string =>
  most !== undefined && outputs.length > 0 && words.length > most ? shortened(words, most) : words;

/** Relevance and recency, which weigh the same. */
const worthsIn = (relevances: Float64Array): Float64Array =>
  relevances.map((relevance, place) => relevance + place / relevances.length);

/** Whether an item holds nothing but outputs of silent calls, which are noted as they come. */
function echoIn(silent: Set<string>, { author }: Item, reading: Reading): boolean {
  const by = (call: string) => JSON.stringify([author.agent, call]);
  for (const call of reading.silent) silent.add(by(call));
  return reading.outputs.length > 0 && reading.outputs.every((call) => silent.has(by(call)));
}

/** A view as far as it is the same whatever is asked, and how to ask what is worth most in it. */
interface Groundwork extends Ground {
  readonly laid: Laid;
  readonly rank: () => Ranking;
}

function newsIn(items: Iterable<Item>, request: ViewRequest): readonly Item[] {
  const { after = 0 } = request;
  const news: Item[] = [];
  for (const item of items)
    if (item.version > after && subscriptionTo(item, request) >= 0) news.push(item);
  return news.sort((a, b) => a.version - b.version);
}

/** The place of the first that it matches; -1: it matches none. */
const subscriptionTo = (item: Item, { subscriptions, branch }: ViewRequest): number =>
  subscriptions.findIndex((one) => matches(one, item, branch));

/** A passage as it is shown: quoted, attributed and bounded. */
export const shownAs = ({ label, words }: Passage, nonce: string): string =>
  fence(label, words, nonce, MAX_SHOWN);
