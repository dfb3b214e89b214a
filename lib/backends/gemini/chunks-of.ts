import { Chunk } from '../../dialects/gemini/chunk.ts';
import type { GeminiRequest } from '../../dialects/gemini/wire.ts';
import { toAnswerError } from './answer-error.ts';
import type { GeminiClient } from './client.ts';

/** Takes the place of the contents, which the SDK would read and write anew. */
const CONTENTS = [{ role: 'user', parts: [] }];

/**
 * The chunks of a reply as they come. The request goes into the body as it is: the SDK would leave
 * out every field that it does not know, though a turn must come back as it was. It does not go on
 * by itself with a reply that its maker paused: who reads the chunks decides that.
 */
export async function* chunksOf(
  client: GeminiClient,
  model: string,
  request: GeminiRequest,
  signal: AbortSignal,
): AsyncGenerator<Chunk, void> {
  const reading = new AbortController();
  try {
    const stream = await client.models.generateContentStream({
      model,
      contents: CONTENTS,
      config: {
        abortSignal: AbortSignal.any([signal, reading.signal]),
        automaticContinuation: false,
        httpOptions: { extraBody: { ...request } },
      },
    });
    for await (const chunk of stream) yield Chunk.parse(chunk);
  } catch (error) {
    throw toAnswerError(error);
  } finally {
    // The SDK lets go of a stream that is not read to its end, but does not close it.
    reading.abort();
  }
}
