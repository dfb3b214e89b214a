import type { FilePart } from '../../core/message/part.ts';
import type { Json } from '../../core/shared/json.ts';
import { isLegalData } from '../data-url.ts';
import { isJsonObject, type JsonObject, stringIn } from '../json-object.ts';
import { type Lossy, loss } from '../lossy.ts';
import { otherSources } from '../other-sources.ts';
import { textIn } from '../stand-in.ts';
import { webUrl } from '../web-url.ts';
import { wellFormed } from '../well-formed.ts';
import type { WireBlock } from './wire.ts';

const PDF = 'application/pdf';
const TEXT = 'text/plain';

/** How a file is sent: a PDF by its bytes or its URL, text as text; undefined: it cannot be. */
export function documentSource(file: FilePart): JsonObject | undefined {
  const { mediaType, data, url } = file;
  if (mediaType !== PDF) return textSource(file);
  if (data !== undefined && isLegalData({ mediaType, data }))
    return { type: 'base64', media_type: PDF, data };
  const address = webUrl(url);
  return address === undefined ? undefined : { type: 'url', url: address };
}

/** Only text that says the same bytes when it is read back. */
function textSource(file: FilePart): JsonObject | undefined {
  const text = textIn(file);
  if (text === undefined || text.trim() === '' || toBase64(text) !== file.data) return undefined;
  return { type: 'text', media_type: TEXT, data: text };
}

export function toDocumentBlock(file: FilePart, at: string): Lossy<WireBlock> {
  const source = documentSource(file) ?? {};
  const { value: title, losses } = wellFormed(file.name, `${at}.name`);
  return {
    value: { type: 'document', source, ...(title && { title }) },
    losses: [...losses, ...lossesOfSource(file, source, at)],
  };
}

function lossesOfSource(file: FilePart, source: JsonObject, at: string) {
  const { url, ...others } = file;
  if (source['type'] === 'url')
    return [
      ...(file.data === undefined ? [] : [loss('file-source', `${at}.data`, 'sent by its URL')]),
      ...otherSources(others, at),
    ];
  const isRenamed = source['type'] === 'text' && file.mediaType !== TEXT;
  return [
    ...(isRenamed ? [loss('media-type', `${at}.mediaType`, TEXT)] : []),
    ...otherSources(file, at),
  ];
}

/** Undefined where the document is kept by Anthropic, or made of blocks. */
export function readDocument(block: JsonObject): FilePart | undefined {
  const bytes = readSource(block['source']);
  return bytes && { type: 'file', name: stringIn(block, 'title'), ...bytes };
}

function readSource(source: Json | undefined) {
  if (!isJsonObject(source)) return undefined;
  const data = stringIn(source, 'data');
  if (source['type'] === 'base64') return { mediaType: stringIn(source, 'media_type'), data };
  if (source['type'] === 'url') return { mediaType: PDF, url: stringIn(source, 'url') };
  if (source['type'] === 'text') return { mediaType: TEXT, data: toBase64(data) };
  return undefined;
}

const toBase64 = (text: string) =>
  btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));
