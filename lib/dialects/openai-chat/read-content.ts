import type { ContentPart } from '../../core/message/part.ts';
import type { Json } from '../../core/shared/json.ts';
import { fromDataUrl } from '../data-url.ts';
import { fromImageUrl } from '../image-url.ts';
import { isJsonObject, type JsonObject } from '../json-object.ts';
import { type Lossy, loss, lossless, lossy, translateEach } from '../lossy.ts';
import { readAudio } from './audio.ts';
import { DIALECT } from './wire.ts';

/** The content of a message: text, or a list of parts. What is unknown is kept as it is. */
export function readContent(content: Json, at: string): Lossy<readonly ContentPart[]> {
  if (content === null || content === '') return lossless([]);
  if (typeof content === 'string') return lossless([{ type: 'text', text: content }]);
  const parts: readonly Json[] = Array.isArray(content) ? content : [content];
  return translateEach(parts, (part, index) => readPart(part, `${at}[${index}]`));
}

function readPart(part: Json, at: string): Lossy<ContentPart> {
  if (typeof part === 'string') return lossless({ type: 'text', text: part });
  if (!isJsonObject(part)) return lossless(opaque(part));
  if (part['type'] === 'image_url') return readImage(part, at);
  return lossless(readText(part) ?? readBytes(part) ?? opaque(part));
}

function readText({ type, text, refusal }: JsonObject): ContentPart | undefined {
  if (type === 'text' && typeof text === 'string') return { type: 'text', text };
  if (type === 'refusal' && typeof refusal === 'string')
    return { type: 'text', text: refusal, refusal: true };
  return undefined;
}

function readBytes({ type, input_audio, file }: JsonObject): ContentPart | undefined {
  if (type === 'input_audio') return readAudio(input_audio);
  return type === 'file' ? readFile(file) : undefined;
}

const opaque = (value: Json): ContentPart => ({ type: 'opaque', maker: DIALECT, value });

function readImage(part: JsonObject, at: string): Lossy<ContentPart> {
  const image = part['image_url'];
  if (!isJsonObject(image) || typeof image['url'] !== 'string') return lossless(opaque(part));
  const { url, ...hints } = image;
  return lossy(
    fromImageUrl(image['url']),
    ...Object.keys(hints).map((hint) => loss('field', `${at}.image_url.${hint}`, 'left out')),
  );
}

function readFile(file: Json | undefined): ContentPart | undefined {
  if (!isJsonObject(file) || typeof file['file_data'] !== 'string') return undefined;
  const bytes = fromDataUrl(file['file_data']);
  const name = typeof file['filename'] === 'string' ? file['filename'] : '';
  return bytes && { type: 'file', name, ...bytes };
}
