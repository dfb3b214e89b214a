import * as z from 'zod';
import { WireUsage } from './usage.ts';

const text = z.string().nullish();

/** Some servers give the arguments as an object. */
const argumentsText = z
  .union([
    z.string(),
    z.record(z.string(), z.unknown()).transform((value) => JSON.stringify(value)),
  ])
  .nullish();

const CallPiece = z.object({
  index: z.int().nonnegative().nullish(),
  id: text,
  function: z.object({ name: text, arguments: argumentsText }).nullish(),
});
export type CallPiece = z.infer<typeof CallPiece>;

const Piece = z.object({
  content: text,
  refusal: text,
  reasoning_content: text,
  reasoning: text,
  tool_calls: z.array(CallPiece).nullish(),
});
export type Piece = z.infer<typeof Piece>;

/** https://platform.openai.com/docs/api-reference/chat-streaming, read as loosely as servers write it. */
export const Chunk = z.object({
  choices: z.array(z.object({ delta: Piece.nullish(), finish_reason: text })).nullish(),
  usage: WireUsage.nullish().catch(undefined),
});
export type Chunk = z.infer<typeof Chunk>;

/** A reply that was not streamed is one chunk. */
export const Completion = z
  .object({
    choices: z.array(z.object({ message: Piece, finish_reason: text })).min(1),
    usage: WireUsage.nullish().catch(undefined),
  })
  .transform(
    ({ choices, usage }): Chunk => ({
      choices: choices.map(({ message, finish_reason }) => ({ delta: message, finish_reason })),
      usage,
    }),
  );

export const pieceOf = (chunk: Chunk): Piece | undefined => chunk.choices?.[0]?.delta ?? undefined;
