import { Fault } from '../../core/shared/faults.ts';
import { answerFault, type CallContext } from '../to-backend-fault.ts';
import type { AgentSdk } from './agent-sdk.ts';
import { type Result, SdkMessage } from './sdk-message.ts';
import type { Prompt } from './session-of.ts';

export interface Query {
  readonly prompt: Prompt;
  readonly options: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
  /** Aborts when another process goes on with the session. */
  readonly refused?: AbortSignal | undefined;
}

/** Runs a turn of Claude Code. Its process has ended when this has, and its session is stored. */
export async function* eventsOf(
  { query }: AgentSdk,
  { prompt, options, signal, refused }: Query,
  context: () => CallContext,
): AsyncGenerator<SdkMessage, void> {
  const abortController = new AbortController();
  const over = Promise.withResolvers<void>();
  const stderr: string[] = [];
  const running = query({
    prompt: asking(prompt, over.promise),
    options: { ...options, abortController, stderr: (text: string) => stderr.push(text) },
  });
  const stop = () => abortController.abort();
  const stops = [signal, refused].filter((one) => one !== undefined);
  for (const one of stops) one.addEventListener('abort', stop, { once: true });
  try {
    yield* untilEnd(running, over.resolve, context);
  } catch (error) {
    if (refused?.aborted) throw new Fault('backend.superseded', { backend: context().backend });
    throw stderr.length > 0 ? new Error(lastLine(stderr), { cause: error }) : error;
  } finally {
    for (const one of stops) one.removeEventListener('abort', stop);
    over.resolve();
    running.close();
  }
  if (refused?.aborted) throw new Fault('backend.superseded', { backend: context().backend });
}

/** With its result the turn is over; what is stored of it comes in until the process ends. */
async function* untilEnd(
  running: AsyncIterable<unknown>,
  over: () => void,
  context: () => CallContext,
): AsyncGenerator<SdkMessage, void> {
  let refusal = '';
  for await (const raw of running) {
    const message = SdkMessage.parse(raw);
    if (message.type === 'assistant') refusal = message.error ?? '';
    if (message.type === 'result') {
      if (message.is_error) throw answerFault(problemIn(message, refusal), context());
      over();
    }
    yield message;
  }
}

const problemIn = ({ api_error_status, result, errors = [], subtype }: Result, word: string) => ({
  status: api_error_status ?? undefined,
  words: word ? [word] : [],
  text: result || errors.join(' ') || subtype,
});

/** One message; the way in stays open until the turn is over, for our tools are reached through it. */
async function* asking({ content, mark }: Prompt, over: Promise<void>) {
  yield {
    type: 'user',
    message: { role: 'user', content },
    parent_tool_use_id: null,
    ...(mark !== undefined && { uuid: mark }),
    // As it stands: no command and no file is looked for in it.
    client_composed: true,
  };
  await over;
}

const lastLine = (texts: readonly string[]) => texts.join('').trim().split('\n').at(-1) ?? '';
