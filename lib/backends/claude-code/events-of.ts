import type { Json } from '../../core/shared/json.ts';
import { answerFault, type CallContext } from '../to-backend-fault.ts';
import type { AgentSdk } from './agent-sdk.ts';
import { type Result, SdkMessage } from './sdk-message.ts';

export interface Query {
  /** What is asked now, in the form of Anthropic's API. */
  readonly content: Json;
  readonly options: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
}

/** Runs a turn of Claude Code. Its process has ended when this has. */
export async function* eventsOf(
  { query }: AgentSdk,
  { content, options, signal }: Query,
  context: () => CallContext,
): AsyncGenerator<SdkMessage, void> {
  const abortController = new AbortController();
  const over = Promise.withResolvers<void>();
  const stderr: string[] = [];
  const running = query({
    prompt: asking(content, over.promise),
    options: { ...options, abortController, stderr: (text: string) => stderr.push(text) },
  });
  const stop = () => abortController.abort();
  signal.addEventListener('abort', stop, { once: true });
  try {
    yield* untilResult(running, context);
  } catch (error) {
    throw stderr.length > 0 ? new Error(lastLine(stderr), { cause: error }) : error;
  } finally {
    signal.removeEventListener('abort', stop);
    over.resolve();
    running.close();
  }
}

async function* untilResult(
  running: AsyncIterable<unknown>,
  context: () => CallContext,
): AsyncGenerator<SdkMessage, void> {
  let refusal = '';
  for await (const raw of running) {
    const message = SdkMessage.parse(raw);
    if (message.type === 'assistant') refusal = message.error ?? '';
    if (message.type === 'result' && message.is_error)
      throw answerFault(problemIn(message, refusal), context());
    yield message;
    if (message.type === 'result') return;
  }
}

const problemIn = ({ api_error_status, result, errors = [], subtype }: Result, word: string) => ({
  status: api_error_status ?? undefined,
  words: word ? [word] : [],
  text: result || errors.join(' ') || subtype,
});

/** One message; the way in stays open until the turn is over, for our tools are reached through it. */
async function* asking(content: Json, over: Promise<void>) {
  yield {
    type: 'user',
    message: { role: 'user', content },
    parent_tool_use_id: null,
    // As it stands: no command and no file is looked for in it.
    client_composed: true,
  };
  await over;
}

const lastLine = (texts: readonly string[]) => texts.join('').trim().split('\n').at(-1) ?? '';
