import { Chunk, Completion } from '../../dialects/openai-chat/chunk.ts';
import type { ChatRequest } from '../../dialects/openai-chat/wire.ts';
import type { OpenAIClient } from '../openai-client.ts';
import { toProblem } from '../problem.ts';
import { answerFault, type CallContext } from '../to-backend-fault.ts';

/** The chunks of a reply as they come; one that is not streamed, though it was asked for, is one chunk. */
export async function* chunksOf(
  client: OpenAIClient,
  request: ChatRequest,
  signal: AbortSignal,
  context: () => CallContext,
): AsyncGenerator<Chunk, void> {
  // The dialect's request is wider than the SDK's type: it holds what other makers understand.
  const body = request as unknown as Parameters<
    OpenAIClient['chat']['completions']['create']
  >[0] & {
    stream: true;
  };
  const { data, response } = await client.chat.completions.create(body, { signal }).withResponse();
  const type = response.headers.get('content-type') ?? '';
  if (/\b(json|html)\b/.test(type)) yield whole(await response.text(), context());
  else for await (const chunk of data) yield Chunk.parse(chunk);
}

/** LM Studio has answered errors with 200, and a wrong address answers with a page. */
function whole(text: string, context: CallContext): Chunk {
  const body = parsed(text);
  const { success, data } = Completion.safeParse(body);
  if (success) return data;
  throw answerFault(toProblem(body), context);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
