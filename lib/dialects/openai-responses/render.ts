import type { Loss } from '../../core/message/loss.ts';
import type { Json } from '../../core/shared/json.ts';
import type { Conversation } from '../conversation.ts';
import { concat, type Draft, type Drafter, type Drafting, inOneGo, moreLosses } from '../drafts.ts';
import { loss } from '../lossy.ts';
import { placeMessages } from '../place.ts';
import { firstPrefix } from '../prefix.ts';
import { wholeAsItCame } from './as-it-came.ts';
import { grammarFor } from './grammar.ts';
import { pairInPlace } from './pair-calls.ts';
import type { Reader } from './quirks.ts';
import { toToolFields } from './tools.ts';
import type { ResponsesRequest, WireItem } from './wire.ts';
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

/** Input of the first messages of a conversation. */
export interface ResponsesDraft extends Draft {
  readonly input: readonly WireItem[];
  /** The ids of calls in it. */
  readonly taken: ReadonlySet<string>;
  /** The digest of it and of what stands before it. */
  readonly prefix: string;
}

/**
 * A conversation for the Responses API. Nothing is left out without a loss. What only the log knows
 * of a message (its id, author, time, stop and usage) is no part of what is said, and no loss.
 */
export function render(
  conversation: Conversation,
  options: RenderOptions,
  drafter: Drafter<ResponsesDraft> = inOneGo,
): Rendering {
  const { quirks, model, maxTokens, stream, builtIns = [] } = options;
  const { messages, tools = [], allowedTools = tools.map(({ name }) => name) } = conversation;
  const toolFields = toToolFields({ tools, allowedTools, builtIns }, quirks);
  const standing = firstPrefix(toolFields.value.tools ?? []);
  const came = wholeAsItCame(messages, options);
  const { prefix, losses, ...said } = came
    ? { ...came, prefix: standing, losses: [] }
    : inputOf(drafter(draftingFor(options, standing), messages));
  return {
    request: {
      model,
      ...said,
      ...toolFields.value,
      ...(maxTokens !== undefined && {
        max_output_tokens: Math.max(maxTokens, MIN_OUTPUT_TOKENS),
      }),
      store: false,
      ...(stream && { stream: true }),
    },
    losses: [
      ...losses.flat(),
      ...toolFields.losses,
      ...(maxTokens !== undefined && maxTokens < MIN_OUTPUT_TOKENS
        ? [loss('output-limit', 'maxTokens', `${MIN_OUTPUT_TOKENS}`)]
        : []),
    ],
    prefix,
  };
}

const inputOf = ({ input, prefix, losses }: ResponsesDraft) => ({ input, prefix, losses });

const draftingFor = (reader: Reader, standing: string): Drafting<ResponsesDraft> => ({
  key: JSON.stringify([reader, standing]),
  blank: {
    said: 0,
    open: new Set(),
    isSettled: true,
    losses: [],
    input: [],
    taken: new Set(),
    prefix: standing,
  },
  goOn: (draft, messages, end) => {
    const utterances = placeMessages(messages, grammarFor(reader), draft.said, end);
    const pairs = pairInPlace(utterances.value, draft.taken);
    const { taken, open } = pairs.value;
    const writer = { ...pairs.value, messages, reader };
    const written = writeUtterances(utterances.value, writer, draft.prefix);
    return {
      said: end,
      open: open.length > 0 ? new Set([...draft.open, ...open]) : draft.open,
      isSettled: true,
      losses: moreLosses(draft.losses, utterances, pairs, written),
      input: concat(draft.input, written.value.items),
      taken,
      prefix: written.value.prefix,
    };
  },
});
