import { StreamEvent, WholeMessage } from '../../dialects/anthropic-messages/event.ts';
import type { MessagesRequest } from '../../dialects/anthropic-messages/wire.ts';
import { toProblem } from '../problem.ts';
import { answerFault, type CallContext } from '../to-backend-fault.ts';
import type { AnthropicClient } from './client.ts';

type Body = Parameters<AnthropicClient['messages']['create']>[0] & { stream: true };

/** Sends a request; the events of the reply come as they come. One that is not streamed is its start and its end. */
export async function eventsOf(
  client: AnthropicClient,
  request: MessagesRequest,
  signal: AbortSignal,
  context: () => CallContext,
): Promise<AsyncIterable<StreamEvent>> {
  // What came in this dialect goes out as it came, and the SDK's type cannot know what that is.
  const body = request as unknown as Body;
  const { data, response } = await client.messages.create(body, { signal }).withResponse();
  const type = response.headers.get('content-type') ?? '';
  return /\b(json|html)\b/.test(type) ? whole(response, context) : parsedEvents(data);
}

async function* parsedEvents(events: AsyncIterable<unknown>): AsyncGenerator<StreamEvent, void> {
  for await (const event of events) yield StreamEvent.parse(event);
}

/** A wrong address answers with a page, and some servers know no streams. */
async function* whole(
  response: Response,
  context: () => CallContext,
): AsyncGenerator<StreamEvent, void> {
  const body = parsed(await response.text());
  const { success, data } = WholeMessage.safeParse(body);
  if (!success) throw answerFault(toProblem(body), context());
  yield* data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
