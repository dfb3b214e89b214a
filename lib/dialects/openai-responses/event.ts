import * as z from 'zod';
import type { JsonObject } from '../json-object.ts';
import { WireUsage } from './usage.ts';

/** What a piece of a reply belongs to: a text, a refusal, the arguments of a call, a thought. */
export type PieceOf = 'text' | 'refusal' | 'arguments' | 'summary' | 'reasoning';

/** An event of the stream, as far as it tells what the reply is. */
export type Event =
  | {
      readonly kind: 'item';
      /** Its place among the items of the reply, from 0. */
      readonly index: number;
      readonly item: JsonObject;
      /** It is whole; else it has only begun. */
      readonly whole: boolean;
    }
  | {
      readonly kind: 'piece';
      readonly index: number;
      readonly of: PieceOf;
      /** Which of the item's texts, from 0. */
      readonly place: number;
      readonly text: string;
    }
  | { readonly kind: 'end'; readonly response: Response }
  | { readonly kind: 'other' };

// Whatever an item holds was parsed from JSON.
const Item = z.record(z.string(), z.unknown()) as unknown as z.ZodType<JsonObject>;

/** https://platform.openai.com/docs/api-reference/responses/object, read as loosely as servers write it. */
export const Response = z.object({
  status: z.string(),
  incomplete_details: z.object({ reason: z.string().nullish() }).nullish().catch(undefined),
  error: z.unknown().optional(),
  output: z.array(Item).nullish(),
  usage: WireUsage.nullish().catch(undefined),
});
export type Response = z.infer<typeof Response>;

const index = z.int().nonnegative();

const AnyEvent = z.object({ type: z.string() });
const ItemEvent = z.object({ output_index: index, item: Item });
const PieceEvent = z.object({
  output_index: index,
  content_index: index.nullish(),
  summary_index: index.nullish(),
  delta: z.string(),
});
const EndEvent = z.object({ response: Response });

const pieces: ReadonlyMap<string, PieceOf> = new Map([
  ['response.output_text.delta', 'text'],
  ['response.refusal.delta', 'refusal'],
  ['response.function_call_arguments.delta', 'arguments'],
  ['response.reasoning_summary_text.delta', 'summary'],
  ['response.reasoning_text.delta', 'reasoning'],
]);

const ENDS = ['response.completed', 'response.incomplete', 'response.failed', 'response.cancelled'];

/**
 * Reads an event of https://platform.openai.com/docs/api-reference/responses-streaming. Those that
 * only repeat what others say, and those that nobody knows yet, are `other`.
 */
export function readEvent(event: unknown): Event {
  const { type } = AnyEvent.parse(event);
  const of = pieces.get(type);
  if (of) return readPiece(of, event);
  if (ENDS.includes(type)) return { kind: 'end', response: EndEvent.parse(event).response };
  if (type !== 'response.output_item.added' && type !== 'response.output_item.done')
    return { kind: 'other' };
  const { output_index, item } = ItemEvent.parse(event);
  return { kind: 'item', index: output_index, item, whole: type.endsWith('done') };
}

function readPiece(of: PieceOf, event: unknown): Event {
  const { output_index, content_index, summary_index, delta } = PieceEvent.parse(event);
  const place = summary_index ?? content_index ?? 0;
  return { kind: 'piece', index: output_index, of, place, text: delta };
}
