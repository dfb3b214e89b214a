import { Fault } from '../core/shared/faults.ts';
import { patientFetch } from './patient-fetch.ts';

/** Bytes of an error's body that are read. */
const MAX_ERROR_BYTES = 64 * 1024;
/** What a stream's envelope may take beside the text in it: it goes on forever past that. */
const RAW_BYTES_PER_BYTE = 16;

/**
 * `fetch` as the SDK needs it to be careful. The SDK keeps only the member `error` of an error's
 * body, where some servers have nothing; here the whole body becomes that member. And no response
 * goes on past a bound.
 */
export const boundedFetch =
  (backend: string, maxBytes: number): typeof fetch =>
  async (input, init) => {
    const response = await patientFetch(input, init);
    if (!response.ok) return withWholeError(response);
    const limit = bound(maxBytes * RAW_BYTES_PER_BYTE, () => {
      throw new Fault('backend.tooLarge', { backend, maxBytes });
    });
    return new Response(response.body?.pipeThrough(limit) ?? null, response);
  };

async function withWholeError(response: Response): Promise<Response> {
  const text = await new Response(
    response.body?.pipeThrough(bound(MAX_ERROR_BYTES, (controller) => controller.terminate())),
  ).text();
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  return new Response(JSON.stringify({ error: parsed(text) }), {
    status: response.status,
    headers,
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Lets so many bytes pass, then does something about it. */
function bound(
  maxBytes: number,
  stop: (controller: TransformStreamDefaultController<Uint8Array>) => void,
) {
  let bytes = 0;
  return new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) stop(controller);
      else controller.enqueue(chunk);
    },
  });
}
