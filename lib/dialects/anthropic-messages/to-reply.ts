import type { Message } from '../../core/message/message.ts';
import type { Part } from '../../core/message/part.ts';
import { type Folded, malformedInput, spentIn, toBlocks } from './fold.ts';
import { readContent } from './read-content.ts';
import { toStop } from './stop.ts';
import { DIALECT } from './wire.ts';

/** The message that a reply is, whole or as far as it came, under an id that the caller chooses. */
export function toReply(folded: Folded, id: string): Message {
  const content = toBlocks(folded);
  const parts = readContent(content, 'content').value;
  const usage = spentIn(folded);
  return {
    id,
    role: 'assistant',
    parts: [...parts.map((part, at) => asWritten(part, at, folded)), ...explained(folded)],
    stop: toStop(folded.whole ? folded.stop : ''),
    ...(usage && { usage }),
    native: { dialect: DIALECT, value: { role: 'assistant', content } },
  };
}

/** A call keeps what the model wrote where that is no JSON object, as where it ran out of tokens. */
function asWritten(part: Part, at: number, { blocks }: Folded): Part {
  const block = blocks[at];
  const rawArguments = block && malformedInput(block);
  return part.type === 'tool_call' && rawArguments !== undefined ? { ...part, rawArguments } : part;
}

/** The maker says beside a refused reply why it is refused. */
const explained = ({ stop, explanation }: Folded): readonly Part[] =>
  stop === 'refusal' && explanation ? [{ type: 'text', text: explanation, refusal: true }] : [];
