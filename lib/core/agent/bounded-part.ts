import type { ContentPart, Part, ToolCallPart } from '../message/part.ts';

/** Characters of a text, and of the JSON of anything else, that are kept of a message too large. */
const MAX_KEPT = 10_000;

/**
 * What is kept of one part of a message that is too large. Texts and arguments keep their
 * beginning; what is worthless in part, such as a signature or the bytes of an image, goes whole.
 */
export function boundedPart(part: Part): readonly Part[] {
  if (isSmall(part)) return [part];
  if (part.type === 'thinking')
    return part.redacted ? [] : [{ type: 'thinking', text: cut(part.text) }];
  if (part.type === 'tool_call') return [boundedCall(part)];
  if (part.type === 'tool_result')
    return [{ ...part, content: part.content.flatMap(boundedContent) }];
  return boundedContent(part);
}

function boundedContent(part: ContentPart): readonly ContentPart[] {
  if (isSmall(part)) return [part];
  if (part.type === 'opaque') return [];
  if (part.type !== 'text')
    return [{ type: 'text', text: `[${part.type}, ${part.mediaType}: too large, left out]` }];
  const { citations: _, ...rest } = part;
  return [{ ...rest, text: cut(part.text) }];
}

const boundedCall = ({ rawArguments, ...call }: ToolCallPart): ToolCallPart => ({
  ...call,
  arguments: JSON.parse(JSON.stringify(call.arguments), (_key, value) =>
    typeof value === 'string' ? cut(value) : value,
  ),
  ...(rawArguments !== undefined && { rawArguments: cut(rawArguments) }),
});

const isSmall = (part: Part) => JSON.stringify(part).length <= MAX_KEPT;

const cut = (text: string): string =>
  text.length > MAX_KEPT
    ? `${text.slice(0, MAX_KEPT).toWellFormed()} [... ${text.length - MAX_KEPT} more characters left out]`
    : text;
