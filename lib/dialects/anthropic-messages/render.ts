import type { Loss } from '../../core/message/loss.ts';
import type { Message } from '../../core/message/message.ts';
import type { Conversation } from '../conversation.ts';
import { concat, type Drafter, inOneGo } from '../drafts.ts';
import type { JsonObject } from '../json-object.ts';
import { lossless } from '../lossy.ts';
import { draftingFor, type MessagesDraft } from './draft.ts';
import type { Reader } from './quirks.ts';
import { toToolFields } from './tools.ts';
import type { MessagesRequest } from './wire.ts';
import { after, goOn } from './write.ts';

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
export function render(
  conversation: Conversation,
  options: RenderOptions,
  drafter: Drafter<MessagesDraft> = inOneGo,
): Rendering {
  const { quirks, model, maxTokens = quirks.maxTokens, stream, builtInTools = [] } = options;
  const { messages, tools = [], allowedTools = tools.map(({ name }) => name) } = conversation;
  const offer = { tools, allowed: allowedTools, builtIn: builtInTools };
  const toolFields = toToolFields(offer, () => calledIn(messages));
  const draft = drafter(draftingFor(options, toolFields.value.tools), messages);
  const isOpen = options.backend !== undefined && draft.told.last?.role === 'assistant';
  const asked = isOpen ? goOn(draft.spoken) : lossless([]);
  return {
    request: {
      model,
      max_tokens: maxTokens,
      ...draft.system,
      messages: concat(draft.messages, asked.value),
      ...toolFields.value,
      ...(stream && { stream }),
    },
    losses: [...draft.losses, toolFields.losses, asked.losses].flat(),
    prefix: after(draft.told, asked.value).prefix,
  };
}

function calledIn(messages: readonly Message[]): readonly string[] {
  const names = new Set<string>();
  for (const { parts } of messages)
    for (const part of parts) if (part.type === 'tool_call') names.add(part.name);
  return [...names];
}
