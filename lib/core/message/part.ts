import * as z from 'zod';
import { Json } from '../shared/json.ts';

export const TextPart = z.object({ type: z.literal('text'), text: z.string() });

/** A signature is good only for the maker and model that made it. */
export const ThinkingPart = z.object({
  type: z.literal('thinking'),
  text: z.string(),
  signature: z.string().optional(),
});

export const ToolCallPart = z.object({
  type: z.literal('tool_call'),
  id: z.string(),
  name: z.string(),
  arguments: z.record(z.string(), Json),
  /** What the model wrote, where that is no JSON object; `arguments` is then empty. */
  rawArguments: z.string().optional(),
});
export type ToolCallPart = z.infer<typeof ToolCallPart>;

/** Base64 data, or a URL, or the SHA-256 of a blob. */
export const ImagePart = z.object({
  type: z.literal('image'),
  mediaType: z.string(),
  data: z.string().optional(),
  url: z.string().optional(),
  blob: z.string().optional(),
});
export type ImagePart = z.infer<typeof ImagePart>;

export const FilePart = z.object({
  type: z.literal('file'),
  mediaType: z.string(),
  name: z.string(),
  data: z.string(),
});

/** What only its maker understands, kept to be given back. */
export const OpaquePart = z.object({ type: z.literal('opaque'), maker: z.string(), value: Json });

/** What a tool may answer with. */
export const ContentPart = z.discriminatedUnion('type', [
  TextPart,
  ImagePart,
  FilePart,
  OpaquePart,
]);
export type ContentPart = z.infer<typeof ContentPart>;

export const ToolResultPart = z.object({
  type: z.literal('tool_result'),
  /** The id of the call that it answers. */
  call: z.string(),
  content: z.array(ContentPart),
  error: z.boolean(),
});
export type ToolResultPart = z.infer<typeof ToolResultPart>;

export const Part = z.discriminatedUnion('type', [
  TextPart,
  ThinkingPart,
  ToolCallPart,
  ToolResultPart,
  ImagePart,
  FilePart,
  OpaquePart,
]);
export type Part = z.infer<typeof Part>;
