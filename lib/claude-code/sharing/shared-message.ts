import type { PutOperation } from '../../core/context/operation.ts';
import type { Message } from '../../core/message/message.ts';
import type { ContentPart, Part, ToolCallPart } from '../../core/message/part.ts';
import { sha256Hex } from '../../core/shared/hash.ts';
import { utf8Bytes } from '../../core/shared/json.ts';
import { excerpt, excerpts } from './excerpt.ts';

/** Characters of what a tool put out, and of each text that it was told, that a message keeps. */
const MAX_OUTPUT = 6_000;
/** Characters of anything else that is said, and of a whole output that is kept beside its message. */
const MAX_TEXT = 200_000;
const MAX_KEPT = 1_000_000;

/** A message as it is shared, and the outputs of tools that are too long for it. */
export interface SharedMessage {
  readonly message: Message;
  readonly outputs: readonly PutOperation[];
}

/** What is to be done with what tools put out. */
export interface Outputs {
  /** The item of the message; what is kept of its outputs stands below. */
  readonly item: string;
  /** Whether a call asked the shared context itself: the answer is not shared again. */
  readonly isOwn: (call: string) => boolean;
}

const NOT_REPEATED = '[What the shared context says is not repeated here.]';

/**
 * What is shared of a message: no thoughts, and not its maker's form. A long output is shared by its
 * beginning, which names the item that holds the rest. Undefined: there is nothing to share.
 */
export function sharedMessage(
  message: Message,
  { item, isOwn }: Outputs,
): SharedMessage | undefined {
  const outputs: PutOperation[] = [];
  const toOutput = (text: string, call: string): string => {
    if (text.length <= MAX_OUTPUT) return text;
    const output = wholeOutput(`${item}/output/${outputs.length + 1}`, text, call);
    outputs.push(output);
    return excerpt(text, MAX_OUTPUT, `; all of it: item ${output.item}`);
  };
  const toPart = (part: Part): readonly Part[] => {
    if (part.type === 'thinking' || part.type === 'opaque') return [];
    if (part.type === 'tool_call') return [sharedCall(part)];
    if (part.type !== 'tool_result') return [sharedContent(part)];
    const content = isOwn(part.call)
      ? [{ type: 'text' as const, text: NOT_REPEATED }]
      : part.content.map((one) =>
          one.type === 'text'
            ? { type: 'text' as const, text: toOutput(one.text, part.call) }
            : sharedContent(one),
        );
    return [{ ...part, content }];
  };
  const { native: _, ...said } = message;
  const parts = message.parts.flatMap(toPart);
  return parts.length === 0 ? undefined : { message: { ...said, parts }, outputs };
}

const sharedCall = ({ id, name, arguments: given, rawArguments }: ToolCallPart): Part => ({
  type: 'tool_call',
  id,
  name,
  arguments: excerpts(given, MAX_OUTPUT) as ToolCallPart['arguments'], // an object stays one
  ...(rawArguments !== undefined && { rawArguments: excerpt(rawArguments, MAX_OUTPUT) }),
});

function sharedContent(part: ContentPart): ContentPart {
  if (part.type === 'text') return { ...part, text: excerpt(part.text, MAX_TEXT) };
  if (part.type === 'opaque') return { type: 'text', text: `[${part.maker}: not shared]` };
  const { data = '', type, mediaType } = part;
  return data.length <= MAX_TEXT
    ? part
    : { type: 'text', text: `[${type}, ${mediaType}: too large to be shared]` };
}

/** An `event`, which nobody is shown who does not ask for it; it can be purged like any item. */
const wholeOutput = (item: string, text: string, call: string): PutOperation => ({
  op: 'put',
  item,
  kind: 'event',
  body: {
    call,
    bytes: utf8Bytes(text),
    sha256: sha256Hex(text),
    text: excerpt(text, MAX_KEPT),
  },
});
