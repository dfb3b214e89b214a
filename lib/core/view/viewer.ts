import type { Item } from '../context/item.ts';
import type { Tokens } from '../message/tokens.ts';
import { once } from '../shared/once.ts';
import type { Compression } from './compression.ts';
import { expand as expandPassages } from './expand.ts';
import { extractSummary } from './extract-summary.ts';
import { fence } from './fence.ts';
import { layView, type View } from './lay-view.ts';
import { isPinned, MAX_SHOWN, type Passage, type Weigh } from './passage.ts';
import { type Pointer, pointerTo } from './pointer.ts';
import { type Reading, read } from './reading.ts';
import { createRelevance } from './relevance.ts';
import { shortened } from './shorten-outputs.ts';
import { matches, type Subscription } from './subscription.ts';
import type { Summariser } from './summariser.ts';

/** Characters of the word that there was more of something. */
const MAX_NOTICE = 50;

export interface ViewRequest {
  /** The reader's; an item is shown for the first that it matches. */
  readonly subscriptions: readonly Subscription[];
  /** The branch that the items stand on; without it: `main`. */
  readonly branch?: string;
  /** Only what was written behind this version. */
  readonly after?: number;
  /** Tokens. */
  readonly room: number;
  readonly compression: Compression;
  /** What the reader is at: of what does not fit, what has to do with it goes last. */
  readonly query: string;
  /** The backend type whose tokens are counted. */
  readonly maker: string;
  /** By how much that maker's own counts have differed so far. */
  readonly correction?: number;
  /** What the reader is told an item is. */
  readonly labelOf: (item: Item) => string;
  readonly nonce: string;
  /** What an item takes where it is not shown as its words; without it: what its words do. */
  readonly weightOf?: (item: Item) => number;
  /** Characters of a tool's output that are shown unasked; without it: all. */
  readonly outputCharacters?: number | undefined;
  /** What is no news, though it matches. */
  readonly isHidden?: (item: Item, reading: Reading) => boolean;
}

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
  const relevance = createRelevance();
  const known = new WeakMap<Item, Known>();
  const readItem = (item: Item): Known => {
    const found = known.get(item);
    if (found) return found;
    const made = { reading: read(item, isSilent), tokens: new Map(), of: [pointerTo(item)] };
    known.set(item, made);
    return made;
  };

  const passages: Viewer['passages'] = (items, request) => {
    const weigh = weigherOf(tokens, request);
    const silent = new Set<string>();
    const all: Passage[] = [];
    for (const { item, subscription } of newsIn(items, request)) {
      const known = readItem(item);
      const { reading } = known;
      const isEcho = echoIn(silent, item, reading);
      if (reading.words === '' || isEcho || request.isHidden?.(item, reading)) continue;
      all.push(toPassage({ item, subscription }, known, request, weigh));
    }
    return all;
  };

  const weighFor = (request: ViewRequest): Weigh => {
    const weigh = weigherOf(tokens, request);
    return ({ label }, words) => weigh.marked(label, weigh.words(words));
  };

  const lay: Viewer['lay'] = (items, request) => {
    const all = passages(items, request);
    const { query, compression, room, subscriptions } = request;
    const worths = once(() => worthsIn(all, relevance(all, query)));
    return layView(all, {
      compression,
      query,
      summarise,
      weigh: weighFor(request),
      room: { tokens: room, bySubscription: subscriptions.map(({ budget }) => budget) },
      worthOf: ({ item }) => worths().get(item) ?? 0,
    });
  };

  const expand: Viewer['expand'] = (items, request) =>
    expandPassages(passages(items, request), request.room, weighFor(request));

  return { passages, lay, expand, count: tokens.count };
}

function toPassage(
  { item, subscription }: News,
  known: Known,
  request: ViewRequest,
  weigh: ReturnType<typeof weigherOf>,
): Passage {
  const { reading, of } = known;
  const label = request.labelOf(item);
  const words = isPinned(item) ? reading.words : excerptOf(reading, request);
  return {
    form: words === reading.words ? 'whole' : 'shortened',
    label,
    words,
    tokens: request.weightOf?.(item) ?? weigh.marked(label, weigh.known(known, words)),
    item,
    reading,
    of,
    isPinned: isPinned(item) || reading.role === 'system',
    subscription,
  };
}

/** Of what tools put out the two ends, where it is long: the passage points to all of it. */
const excerptOf = ({ outputs, words }: Reading, { outputCharacters: most }: ViewRequest): string =>
  most !== undefined && outputs.length > 0 && words.length > most ? shortened(words, most) : words;

/** Relevance and recency, which weigh the same. */
function worthsIn(all: readonly Passage[], relevances: readonly number[]) {
  const worths = new Map<Item, number>();
  for (const [place, { item }] of all.entries())
    worths.set(item, (relevances[place] ?? 0) + place / all.length);
  return worths;
}

/** Whether an item holds nothing but outputs of silent calls, which are noted as they come. */
function echoIn(silent: Set<string>, { author }: Item, reading: Reading): boolean {
  const by = (call: string) => JSON.stringify([author.agent, call]);
  for (const call of reading.silent) silent.add(by(call));
  return reading.outputs.length > 0 && reading.outputs.every((call) => silent.has(by(call)));
}

/** What has been made of an item. */
interface Known {
  readonly reading: Reading;
  /** Of its words, by maker and by how much of them is shown. */
  readonly tokens: Map<string, number>;
  readonly of: readonly Pointer[];
}

interface News {
  readonly item: Item;
  readonly subscription: number;
}

function newsIn(items: Iterable<Item>, { subscriptions, branch, after = 0 }: ViewRequest): News[] {
  const news: News[] = [];
  for (const item of items) {
    if (item.version <= after) continue;
    const subscription = subscriptions.findIndex((one) => matches(one, item, branch));
    if (subscription >= 0) news.push({ item, subscription });
  }
  return news.sort((a, b) => a.item.version - b.item.version);
}

/** Tokens of words, and with the marks around them as that maker has counted so far. */
function weigherOf(tokens: Tokens, { maker, correction = 1, nonce }: ViewRequest) {
  const marks = tokens.count(fence('', '', nonce, 0), maker);
  const words = (text: string) => tokens.count(text.slice(0, MAX_SHOWN + MAX_NOTICE), maker);
  return {
    words,
    /** Of an item's words, as they are shown, which are counted once. */
    known: ({ tokens: counts }: Known, shown: string): number => {
      const key = `${maker} ${shown.length}`;
      const count = counts.get(key) ?? words(shown);
      counts.set(key, count);
      return count;
    },
    marked: (label: string, bare: number): number =>
      Math.ceil((bare + 2 * label.length + marks) * correction),
  };
}

/** A passage as it is shown: quoted, attributed and bounded. */
export const shownAs = ({ label, words }: Passage, nonce: string): string =>
  fence(label, words, nonce, MAX_SHOWN);
