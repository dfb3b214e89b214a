import { MAX_CONFIG_BYTES } from '../config/config-document.ts';
import { Fault } from '../core/shared/faults.ts';

/** `application/json`, or something that is written in it; with or without parameters. */
const JSON_TYPE = /^application\/([\w.-]+\+)?json *(;|$)/i;

/** Four times the largest configuration. */
const MAX_BODY_BYTES = 4 * MAX_CONFIG_BYTES;

/** What the body of a request says; none at all says `{}`. Throws `request.wrongType`, `request.tooLarge`, `request.notJson`. */
export async function jsonBody(request: Request, maxBytes = MAX_BODY_BYTES): Promise<unknown> {
  const type = request.headers.get('Content-Type') ?? '';
  if (type === '' && !request.body) return {};
  if (!JSON_TYPE.test(type)) throw new Fault('request.wrongType', { type: type.slice(0, 100) });
  const text = decoded(await bytesOf(request, maxBytes));
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Fault('request.notJson', { detail: whereIn(text, error) }, { cause: error });
  }
}

/** Reads no further than it must. */
async function bytesOf({ body }: Request, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new Fault('request.tooLarge', { maxBytes });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new Fault('request.notJson', { detail: 'it is not text in UTF-8.' }, { cause: error });
  }
}

/** The parser's own message would quote the body. */
function whereIn(text: string, error: unknown): string {
  if (text.trim() === '') return 'it is empty.';
  const at = /at position (\d+)/.exec(String(error))?.[1];
  return at === undefined ? 'it breaks off.' : `it goes wrong at character ${Number(at) + 1}.`;
}
