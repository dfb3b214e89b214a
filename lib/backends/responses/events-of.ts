import { type Event, Response, readEvent } from '../../dialects/openai-responses/event.ts';
import type { ResponsesRequest } from '../../dialects/openai-responses/wire.ts';
import type { OpenAIClient } from '../openai-client.ts';
import { toProblem } from '../problem.ts';
import { answerFault, type CallContext } from '../to-backend-fault.ts';

/**
 * Sends a request. Its events come one by one; a reply that is not streamed, though it was asked
 * for, is its items and its end.
 */
export async function eventsOf(
  client: OpenAIClient,
  request: ResponsesRequest,
  signal: AbortSignal,
  context: () => CallContext,
): Promise<AsyncGenerator<Event, void>> {
  // The dialect's request is wider than the SDK's type: it holds what other makers understand.
  const body = request as unknown as Parameters<OpenAIClient['responses']['create']>[0] & {
    stream: true;
  };
  const { data, response } = await client.responses.create(body, { signal }).withResponse();
  const type = response.headers.get('content-type') ?? '';
  return /\b(json|html)\b/.test(type)
    ? unstreamed(await response.text(), context)
    : streamed(data, context);
}

async function* streamed(
  events: AsyncIterable<unknown>,
  context: () => CallContext,
): AsyncGenerator<Event, void> {
  for await (const raw of events) yield unfailed(readEvent(raw), context);
}

async function* unstreamed(text: string, context: () => CallContext): AsyncGenerator<Event, void> {
  const body = parsed(text);
  const { success, data } = Response.safeParse(body);
  if (!success) throw answerFault(toProblem(body), context());
  for (const [index, item] of (data.output ?? []).entries())
    yield { kind: 'item', index, item, whole: true };
  yield unfailed({ kind: 'end', response: data }, context);
}

/** A response that failed says why, as an error would. */
function unfailed(event: Event, context: () => CallContext): Event {
  if (event.kind !== 'end' || event.response.status !== 'failed') return event;
  throw answerFault(toProblem(event.response.error ?? 'the response failed'), context());
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
