import * as z from 'zod';
import type { ContentPart, ToolResultPart } from '../../core/message/part.ts';
import { Json } from '../../core/shared/json.ts';

/** Characters of one text of a tool's that reach the model. */
const MAX_TEXT = 100_000;
/** Characters of JSON, and parts, of all that one call gives. */
const MAX_RESULT = 1024 * 1024;
const MAX_PARTS = 50;

/** https://modelcontextprotocol.io/specification/2025-11-25/server/tools, "Tool Result" */
const Content = z.union([
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.enum(['image', 'audio']), data: z.string(), mimeType: z.string() }),
  z.object({ type: z.literal('resource_link'), uri: z.string(), name: z.string() }),
  z.object({
    type: z.literal('resource'),
    resource: z.object({
      uri: z.string(),
      mimeType: z.string().optional(),
      text: z.string().optional(),
      blob: z.string().optional(),
    }),
  }),
]);
type Content = z.infer<typeof Content>;

const CallResult = z.object({
  content: z.array(z.unknown()).default([]),
  structuredContent: Json.optional().catch(undefined),
  isError: z.boolean().default(false),
});

/** What a server answered to a call, as a part of a message. */
export function toResult(call: string, answer: unknown): ToolResultPart {
  const { content, structuredContent, isError } = CallResult.parse(answer);
  const said = content.map(toPart);
  const structured = said.length === 0 && structuredContent !== undefined;
  return {
    type: 'tool_result',
    call,
    content: structured ? [text(JSON.stringify(structuredContent))] : withinBounds(said),
    error: isError,
  };
}

/** The first parts, as many as there is room for, and how many more there were. */
function withinBounds(parts: readonly ContentPart[]): ContentPart[] {
  let left = MAX_RESULT;
  const kept = parts.slice(0, MAX_PARTS).filter((part) => {
    const size = JSON.stringify(part).length;
    const fits = size <= left;
    if (fits) left -= size;
    return fits;
  });
  const others = parts.length - kept.length;
  return others === 0 ? kept : [...kept, text(`[${others} more of its parts left out]`)];
}

/** A call that came to nothing. */
export const failed = (call: string, problem: string): ToolResultPart => ({
  type: 'tool_result',
  call,
  content: [text(problem)],
  error: true,
});

function toPart(entry: unknown): ContentPart {
  const { success, data } = Content.safeParse(entry);
  return success ? known(data) : text(JSON.stringify(entry));
}

function known(content: Content): ContentPart {
  if (content.type === 'text') return text(content.text);
  if (content.type === 'resource_link') return text(`${content.name}: ${content.uri}`);
  if (content.type !== 'resource')
    return { type: content.type, mediaType: content.mimeType, data: content.data };
  const { uri, mimeType = 'application/octet-stream', text: words, blob } = content.resource;
  if (words !== undefined) return text(`${uri}:\n${words}`);
  return {
    type: 'file',
    mediaType: mimeType,
    name: uri,
    ...(blob !== undefined && { data: blob }),
  };
}

const text = (words: string): ContentPart => ({
  type: 'text',
  text:
    words.length > MAX_TEXT
      ? `${words.slice(0, MAX_TEXT).toWellFormed()}\n[... ${words.length - MAX_TEXT} more characters left out]`
      : words.toWellFormed(),
});
