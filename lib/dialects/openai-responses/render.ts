import type { Loss } from '../../core/message/loss.ts';
import type { Message } from '../../core/message/message.ts';
import type { Json } from '../../core/shared/json.ts';
import type { Conversation } from '../conversation.ts';
import { type Lossy, loss, lossless } from '../lossy.ts';
import { placeMessages } from '../place.ts';
import { firstPrefix } from '../prefix.ts';
import { wholeAsItCame } from './as-it-came.ts';
import { grammarFor } from './grammar.ts';
import { pairInPlace } from './pair-calls.ts';
import type { Reader } from './quirks.ts';
import { toToolFields } from './tools.ts';
import type { ResponsesRequest } from './wire.ts';
import { writeUtterances } from './write.ts';

interface RenderOptions extends Reader {
  /** Tokens, at most, of the reply, its reasoning included. */
  readonly maxTokens?: number;
  readonly stream?: boolean;
  /** The maker's own tools that are switched on. */
  readonly builtIns?: readonly Json[];
}

interface Rendering {
  /** The body of `POST /responses`. */
  readonly request: ResponsesRequest;
  readonly losses: readonly Loss[];
  /** A digest of all that the model is told: its reasoning holds after nothing else. */
  readonly prefix: string;
}

/** https://platform.openai.com/docs/api-reference/responses/create: a smaller limit is refused. */
const MIN_OUTPUT_TOKENS = 16;

/**
 * A conversation for the Responses API. Nothing is left out without a loss. What only the log knows
 * of a message (its id, author, time, stop and usage) is no part of what is said, and no loss.
 */
export function render(conversation: Conversation, options: RenderOptions): Rendering {
  const { quirks, model, maxTokens, stream, builtIns = [] } = options;
  const { messages, tools = [], allowedTools = tools.map(({ name }) => name) } = conversation;
  const toolFields = toToolFields({ tools, allowedTools, builtIns }, quirks);
  const standing = firstPrefix(toolFields.value.tools ?? []);
  const came = wholeAsItCame(messages, options);
  const said = came
    ? lossless({ fields: came, prefix: standing })
    : writeMessages(messages, options, standing);
  return {
    request: {
      model,
      ...said.value.fields,
      ...toolFields.value,
      ...(maxTokens !== undefined && {
        max_output_tokens: Math.max(maxTokens, MIN_OUTPUT_TOKENS),
      }),
      store: false,
      ...(stream && { stream: true }),
    },
    losses: [
      ...said.losses,
      ...toolFields.losses,
      ...(maxTokens !== undefined && maxTokens < MIN_OUTPUT_TOKENS
        ? [loss('output-limit', 'maxTokens', `${MIN_OUTPUT_TOKENS}`)]
        : []),
    ],
    prefix: said.value.prefix,
  };
}

interface Said {
  readonly fields: Pick<ResponsesRequest, 'instructions' | 'input'>;
  readonly prefix: string;
}

function writeMessages(
  messages: readonly Message[],
  reader: Reader,
  standing: string,
): Lossy<Said> {
  const utterances = placeMessages(messages, grammarFor(reader));
  const pairs = pairInPlace(utterances.value);
  const written = writeUtterances(utterances.value, { ...pairs.value, messages, reader }, standing);
  return {
    value: { fields: { input: written.value.items }, prefix: written.value.prefix },
    losses: [...utterances.losses, ...pairs.losses, ...written.losses],
  };
}
