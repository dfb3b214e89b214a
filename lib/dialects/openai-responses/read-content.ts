import type { Citation, ContentPart } from '../../core/message/part.ts';
import type { Json } from '../../core/shared/json.ts';
import { fromDataUrl } from '../data-url.ts';
import { fromImageUrl } from '../image-url.ts';
import { isJsonObject, type JsonObject, stringIn } from '../json-object.ts';
import { type Lossy, lossless, lossy, translateEach } from '../lossy.ts';
import { unreadFields } from '../unread-fields.ts';
import { DIALECT } from './wire.ts';

/** The content of a message or of a result: text, or a list of parts. What is unknown is kept as it is. */
export function readContent(content: Json, at: string): Lossy<readonly ContentPart[]> {
  if (content === null || content === '') return lossless([]);
  if (typeof content === 'string') return lossless([{ type: 'text', text: content }]);
  const parts: readonly Json[] = Array.isArray(content) ? content : [content];
  return translateEach(parts, (part, index) => readPart(part, `${at}[${index}]`));
}

/** A part as we have it, and the fields that were read for it. */
interface Reading {
  readonly part: ContentPart;
  readonly read: readonly string[];
}

function readPart(part: Json, at: string): Lossy<ContentPart> {
  if (typeof part === 'string') return lossless({ type: 'text', text: part });
  if (!isJsonObject(part)) return lossless(opaque(part));
  const reading = readers[stringIn(part, 'type')]?.(part);
  return reading
    ? lossy(reading.part, ...unreadFields(part, ['type', ...reading.read], at))
    : lossless(opaque(part));
}

const opaque = (value: Json): ContentPart => ({ type: 'opaque', maker: DIALECT, value });

const readers: Readonly<Record<string, (part: JsonObject) => Reading | undefined>> = {
  input_text: readText,
  output_text: readText,
  refusal: readRefusal,
  input_image: readImage,
  input_file: readFile,
};

function readText({ text, annotations }: JsonObject): Reading | undefined {
  if (typeof text !== 'string') return undefined;
  const citations = citationsOf(annotations);
  return {
    part: { type: 'text', text, ...(citations.length > 0 && { citations: [...citations] }) },
    read: ['text', 'annotations'],
  };
}

function readRefusal({ refusal }: JsonObject): Reading | undefined {
  return typeof refusal === 'string'
    ? { part: { type: 'text', text: refusal, refusal: true }, read: ['refusal'] }
    : undefined;
}

function readImage({ image_url }: JsonObject): Reading | undefined {
  return typeof image_url === 'string'
    ? { part: fromImageUrl(image_url), read: ['image_url'] }
    : undefined;
}

/** The media type of a file whose URL does not say it. */
export const UNKNOWN_FILE_TYPE = 'application/octet-stream';

function readFile(part: JsonObject): Reading | undefined {
  const bytes = fromDataUrl(stringIn(part, 'file_data'));
  const name = stringIn(part, 'filename');
  if (bytes) return { part: { type: 'file', name, ...bytes }, read: ['filename', 'file_data'] };
  const url = stringIn(part, 'file_url');
  return url
    ? {
        part: { type: 'file', name, mediaType: UNKNOWN_FILE_TYPE, url },
        read: ['filename', 'file_url'],
      }
    : undefined;
}

/** https://platform.openai.com/docs/api-reference/responses/object, `annotations` of `output_text` */
function citationsOf(annotations: Json | undefined): readonly Citation[] {
  const list: readonly Json[] = Array.isArray(annotations) ? annotations : [];
  return list.filter(isJsonObject).flatMap((annotation) => {
    const url = stringIn(annotation, 'url');
    const title = stringIn(annotation, 'title') || stringIn(annotation, 'filename');
    return url || title ? [{ ...(url && { url }), ...(title && { title }) }] : [];
  });
}
