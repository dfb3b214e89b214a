import type { ScriptEntry } from '../../config/schema/rehearsal-script.ts';
import type { ModelCall } from '../../core/agent/backend.ts';
import { textOf } from '../../core/message/message.ts';

const ANSWER = `This is a rehearsal: no model was called, and this text is the same for every question.
To have real models answer, set a key such as OPENAI_API_KEY or XAI_API_KEY or start LM Studio, and name the agents with --config, --preset or --backend. \`massgen config init\` writes a configuration.`;

/** What an agent without a script does: it answers once, then votes for the first answer it is shown. */
export const unscripted = ({ messages }: ModelCall, turn: number): ScriptEntry =>
  turn === 0 ? { answer: ANSWER } : { vote: firstShown(messages) };

/** The lowest id in the last message that names any; what to vote for is said there. */
function firstShown(messages: ModelCall['messages']): string {
  const said = messages.filter(({ role }) => role !== 'system').map(wordsOf);
  const ids = said.findLast((words) => AGENT.test(words))?.matchAll(/\bagent(\d+)\b/g) ?? [];
  const numbers = [...ids].map(([, number]) => Number(number));
  return `agent${numbers.length > 0 ? Math.min(...numbers) : 1}`;
}

const AGENT = /\bagent\d+\b/;

const wordsOf = ({ parts }: ModelCall['messages'][number]): string =>
  parts
    .flatMap((part) => (part.type === 'tool_result' ? [textIn(part.content)] : []))
    .concat(textOf({ parts }))
    .join('\n');

const textIn = (content: readonly { readonly type: string }[]) => JSON.stringify(content);
