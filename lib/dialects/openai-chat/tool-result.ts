import type { ChatQuirks } from '../../core/agent/chat-quirks.ts';
import { type Lossy, loss, lossless, lossy } from '../lossy.ts';
import type { Answer } from '../pair.ts';
import { isText } from '../plain-text.ts';
import { type Content, INTERRUPTED, resultInWords } from '../result-content.ts';
import { type Placed, partsOf } from '../utterance.ts';
import { toTextContent } from './content.ts';
import { toSendable } from './sendable.ts';
import type { WireMessage } from './wire.ts';

type Form = ChatQuirks['form'];

/** A tool's message, and what it cannot hold: the images and files that a user then shows. */
export interface ToolAnswer {
  readonly message: WireMessage;
  readonly shown: Content;
}

export function toToolAnswer({ call, id, result }: Answer, form: Form): Lossy<ToolAnswer> {
  const [said] = result ? partsOf(result, 'tool_result') : [];
  if (!said) return interrupted(call, id);
  if (result?.native !== undefined && id === call.part.id)
    return lossless({ message: result.native, shown: [] });
  const content = resultInWords(said, (part, at) => toSendable(part, at, form));
  const text = toTextContent(content.value.filter(isText), form);
  const shown = content.value.filter((placed) => !isText(placed));
  return {
    value: { message: { role: 'tool', tool_call_id: id, content: text.value }, shown },
    losses: [...content.losses, ...text.losses, ...shown.flatMap(movedOut)],
  };
}

const interrupted = (call: Placed, id: string): Lossy<ToolAnswer> =>
  lossy(
    {
      message: { role: 'tool', tool_call_id: id, content: INTERRUPTED },
      shown: [],
    },
    loss('dangling-call', call.at, 'answered as interrupted'),
  );

/** An image that had to be replaced by a note has its loss already. */
const movedOut = ({ part, at }: Placed) => [
  loss(`${part.type}-in-tool-result`, at, 'shown by the user right after'),
];
