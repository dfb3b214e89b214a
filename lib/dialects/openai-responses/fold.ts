import type { Usage } from '../../core/message/usage.ts';
import type { Json } from '../../core/shared/json.ts';
import { isJsonObject, type JsonObject, stringIn } from '../json-object.ts';
import type { Event, PieceOf, Response } from './event.ts';
import type { Ending } from './stop.ts';
import { toUsage } from './usage.ts';

/** What has come of a reply so far. */
export interface Folded {
  /** In the order of the reply. */
  readonly items: readonly FoldedItem[];
  /** How it ended; without one it has not. */
  readonly ending: Ending | undefined;
  readonly usage: Usage | undefined;
}

export interface FoldedItem {
  readonly index: number;
  readonly item: JsonObject;
  /** The maker has said all of it. */
  readonly whole: boolean;
  /** Some of it came in pieces. */
  readonly inPieces: boolean;
}

export const emptyFold: Folded = { items: [], ending: undefined, usage: undefined };

/** Adds an event to what came before it. */
export function fold(before: Folded, event: Event): Folded {
  if (event.kind === 'item') return { ...before, items: withItem(before.items, event) };
  if (event.kind === 'piece') return { ...before, items: withPiece(before.items, event) };
  return event.kind === 'end' ? ended(before, event.response) : before;
}

type ItemEvent = Pick<FoldedItem, 'index' | 'item' | 'whole'>;

/** The item that is whole is trusted; what its beginning holds may be incomplete. */
const withItem = (items: readonly FoldedItem[], { index, item, whole }: ItemEvent) =>
  put(items, { index, item, whole, inPieces: itemAt(items, index)?.inPieces ?? false });

const itemAt = (items: readonly FoldedItem[], index: number) =>
  items.find((item) => item.index === index);

const put = (items: readonly FoldedItem[], added: FoldedItem): readonly FoldedItem[] =>
  [...items.filter(({ index }) => index !== added.index), added].toSorted(
    (left, right) => left.index - right.index,
  );

type Piece = Extract<Event, { kind: 'piece' }>;

function withPiece(items: readonly FoldedItem[], piece: Piece): readonly FoldedItem[] {
  const { index, of, place, text } = piece;
  const before = itemAt(items, index);
  const item = before?.item ?? startOf(of);
  return put(items, {
    index,
    item: before?.whole ? item : append(item, of, place, text),
    whole: before?.whole ?? false,
    inPieces: true,
  });
}

const startOf = (of: PieceOf): JsonObject => {
  if (of === 'arguments') return { type: 'function_call' };
  return of === 'summary' || of === 'reasoning'
    ? { type: 'reasoning', summary: [] }
    : { type: 'message', role: 'assistant' };
};

/** Where each kind of piece goes. */
const homes = {
  text: { list: 'content', type: 'output_text', field: 'text' },
  refusal: { list: 'content', type: 'refusal', field: 'refusal' },
  summary: { list: 'summary', type: 'summary_text', field: 'text' },
  reasoning: { list: 'content', type: 'reasoning_text', field: 'text' },
} as const;

function append(item: JsonObject, of: PieceOf, place: number, text: string): JsonObject {
  if (of === 'arguments') return { ...item, arguments: stringIn(item, 'arguments') + text };
  const { list, type, field } = homes[of];
  const entries: readonly Json[] = Array.isArray(item[list]) ? item[list] : [];
  const entry = entries[place];
  const told = isJsonObject(entry) ? entry : { type };
  const grown = { ...told, [field]: stringIn(told, field) + text };
  return { ...item, [list]: [...entries.slice(0, place), grown, ...entries.slice(place + 1)] };
}

function ended({ items, usage }: Folded, response: Response): Folded {
  const { status, incomplete_details, output } = response;
  const missed = (output ?? [])
    .map((item, index) => ({ index, item, whole: true }))
    .filter(({ index }) => !itemAt(items, index)?.whole);
  return {
    items: missed.reduce(withItem, items),
    ending: { status, because: incomplete_details?.reason ?? undefined },
    usage: response.usage ? toUsage(response.usage) : usage,
  };
}
