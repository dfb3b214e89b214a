import type { Loss } from '../../core/message/loss.ts';
import type { Conversation } from '../conversation.ts';
import type { JsonObject } from '../json-object.ts';
import { pairCalls } from '../pair.ts';
import { placeMessages } from '../place.ts';
import { partsOf } from '../utterance.ts';
import { grammarFor } from './grammar.ts';
import type { Reader } from './quirks.ts';
import { splitSystem, writeSystem } from './system.ts';
import { toToolFields } from './tools.ts';
import { uniqueIds } from './unique-ids.ts';
import type { MessagesRequest } from './wire.ts';
import { writeTurns } from './write.ts';

export interface RenderOptions extends Reader {
  /** Tokens, at most, of the reply; as many as the model can, unless said. */
  readonly maxTokens?: number;
  readonly stream?: boolean;
  /** Tools that Anthropic's own servers carry out, as its API names them. */
  readonly builtInTools?: readonly JsonObject[];
  /** Sends no thoughts back, not even where they should hold. */
  readonly withoutThinking?: boolean;
}

interface Rendering {
  /** The body of `POST /v1/messages`. */
  readonly request: MessagesRequest;
  readonly losses: readonly Loss[];
  /** A digest of all that the model is told: thoughts of its reply hold after nothing else. */
  readonly prefix: string;
}

/**
 * A conversation as Anthropic's Messages API takes it. The results of a turn's calls stand together
 * in the message right after it, and nothing is left out without a loss. What only the log knows of
 * a message (its id, author, time, stop and usage) is no part of what is said, and no loss.
 */
export function render(conversation: Conversation, options: RenderOptions): Rendering {
  const { quirks, model, maxTokens = quirks.maxTokens, stream, builtInTools = [] } = options;
  const { messages, tools = [], allowedTools = tools.map(({ name }) => name) } = conversation;
  const utterances = placeMessages(messages, grammarFor(messages, options));
  const { before, turns } = splitSystem(utterances.value);
  const exchanges = uniqueIds(pairCalls(turns));
  const called = turns.flatMap((turn) => partsOf(turn, 'tool_call')).map(({ part }) => part.name);
  const offer = { tools, allowed: allowedTools, builtIn: builtInTools, called };
  const toolFields = toToolFields(offer);
  const system = writeSystem(before);
  const written = writeTurns(exchanges.value, {
    reader: options,
    messages,
    standing: { ...system.value, tools: toolFields.value.tools },
    withoutThinking: options.withoutThinking ?? false,
  });
  return {
    request: {
      model,
      max_tokens: maxTokens,
      ...system.value,
      messages: written.messages,
      ...toolFields.value,
      ...(stream && { stream }),
    },
    losses: [utterances, exchanges, toolFields, system, written].flatMap(({ losses }) => losses),
    prefix: written.prefix,
  };
}
