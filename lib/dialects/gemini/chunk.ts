import * as z from 'zod';
import { Json } from '../../core/shared/json.ts';
import { Grounding, Quoted } from './sources.ts';
import { WireUsage } from './usage.ts';

const text = z.string().nullish();

const Candidate = z.object({
  content: z.object({ parts: z.array(z.record(z.string(), Json)).nullish() }).nullish(),
  finishReason: text,
  continuationToken: text,
  groundingMetadata: Grounding.nullish().catch(undefined),
  citationMetadata: Quoted.nullish().catch(undefined),
});

/** A reply, or what a piece of a stream adds to it: https://ai.google.dev/api/generate-content#generatecontentresponse */
export const Chunk = z.object({
  candidates: z.array(Candidate).nullish(),
  promptFeedback: z.object({ blockReason: text }).nullish(),
  usageMetadata: WireUsage.nullish().catch(undefined),
});
export type Chunk = z.infer<typeof Chunk>;

export const partsOfChunk = (chunk: Chunk) => chunk.candidates?.[0]?.content?.parts ?? [];
