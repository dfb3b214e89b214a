import type { Loss } from '../../core/message/loss.ts';
import type { Conversation } from '../conversation.ts';
import { translateAll } from '../lossy.ts';
import { pairCalls } from '../pair.ts';
import { placeMessages } from '../place.ts';
import { featuresOf } from './features.ts';
import { grammarFor } from './grammar.ts';
import type { Reader } from './reader.ts';
import { toSystemInstruction } from './system-instruction.ts';
import { toToolFields } from './tools.ts';
import { toContents } from './turns.ts';
import type { GeminiRequest } from './wire.ts';
import { writeExchange } from './write.ts';

interface Rendering {
  /** The body of `POST /models/{model}:generateContent` and `:streamGenerateContent`. */
  readonly request: GeminiRequest;
  readonly losses: readonly Loss[];
}

/**
 * A conversation as contents. A user begins, each call is answered in the next turn, and nothing is
 * left out without a loss. What only the log knows of a message (its id, author, time, stop and
 * usage) is no part of what is said, and no loss.
 */
export function render(conversation: Conversation, reader: Reader): Rendering {
  const { messages, tools = [], allowedTools = tools.map(({ name }) => name) } = conversation;
  const features = featuresOf(reader.model ?? '');
  const utterances = placeMessages(messages, grammarFor(messages, reader));
  const exchanges = pairCalls(utterances.value);
  const system = toSystemInstruction(exchanges.value);
  const turns = translateAll(
    exchanges.value.filter(({ utterance }) => utterance.speaker !== 'system'),
    (exchange) => writeExchange(exchange, features),
  );
  const contents = toContents(turns.value);
  const toolFields = toToolFields(tools, allowedTools, reader.builtInTools ?? [], features);
  return {
    request: {
      ...(system.value !== undefined && { systemInstruction: system.value }),
      contents: contents.value,
      ...toolFields.value,
    },
    losses: [utterances, exchanges, system, turns, contents, toolFields].flatMap(
      ({ losses }) => losses,
    ),
  };
}
