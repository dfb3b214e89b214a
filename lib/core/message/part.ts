import * as z from 'zod';
import { Json } from '../shared/json.ts';

/** Where something that was said comes from. */
export const Citation = z.object({
  url: z.string().optional(),
  title: z.string().optional(),
  /** The words that are cited. */
  quote: z.string().optional(),
});
export type Citation = z.infer<typeof Citation>;

export const TextPart = z.object({
  type: z.literal('text'),
  text: z.string(),
  citations: z.array(Citation).optional(),
  /** The model says here that it will not do what was asked. */
  refusal: z.literal(true).optional(),
});

/** A signature is good only for the maker, account and model that made it. */
export const ThinkingPart = z.object({
  type: z.literal('thinking'),
  text: z.string(),
  signature: z.string().optional(),
  /** Its maker hides the text; the signature holds all of it. */
  redacted: z.literal(true).optional(),
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

/** Where bytes are: here in base64, or at a URL, or in the blob of that SHA-256. */
const bytes = {
  mediaType: z.string(),
  data: z.string().optional(),
  url: z.string().optional(),
  blob: z.string().optional(),
};

export const ImagePart = z.object({ type: z.literal('image'), ...bytes });
export type ImagePart = z.infer<typeof ImagePart>;

export const AudioPart = z.object({ type: z.literal('audio'), ...bytes });
export type AudioPart = z.infer<typeof AudioPart>;

/** A document, such as a PDF. */
export const FilePart = z.object({ type: z.literal('file'), name: z.string(), ...bytes });
export type FilePart = z.infer<typeof FilePart>;

/** What only its maker understands, kept to be given back. */
export const OpaquePart = z.object({ type: z.literal('opaque'), maker: z.string(), value: Json });

/** What a tool may answer with. */
export const ContentPart = z.discriminatedUnion('type', [
  TextPart,
  ImagePart,
  AudioPart,
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
  AudioPart,
  FilePart,
  OpaquePart,
]);
export type Part = z.infer<typeof Part>;
