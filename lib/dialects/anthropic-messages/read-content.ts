import type { ContentPart, Part } from '../../core/message/part.ts';
import type { Json } from '../../core/shared/json.ts';
import { isJsonObject, type JsonObject, stringIn } from '../json-object.ts';
import { type Lossy, loss, lossless, translateEach } from '../lossy.ts';
import { readCitations } from './citation.ts';
import { readDocument } from './document.ts';
import { readImageSource } from './image.ts';
import { DIALECT } from './wire.ts';

/** The content of a message: text, or a list of blocks, each of which becomes one part. */
export function readContent(content: Json | undefined, at: string): Lossy<readonly Part[]> {
  return translateEach(blocksIn(content), (block, index) => readBlock(block, `${at}[${index}]`));
}

/** What a tool gave. */
function readResultContent(content: Json | undefined, at: string): Lossy<readonly ContentPart[]> {
  return translateEach(blocksIn(content), (block, index) => {
    const { value, losses } = readBlock(block, `${at}[${index}]`);
    return isContent(value) ? { value, losses } : lossless(opaque(block));
  });
}

export function blocksIn(content: Json | undefined): readonly Json[] {
  if (content === undefined || content === null || content === '') return [];
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return Array.isArray(content) ? content : [content];
}

const isContent = (part: Part): part is ContentPart =>
  ['text', 'image', 'audio', 'file', 'opaque'].includes(part.type);

const opaque = (value: Json): ContentPart => ({ type: 'opaque', maker: DIALECT, value });

type Read = (block: JsonObject, at: string) => Lossy<Part> | undefined;

/** What each type of block says, and the fields that say it. Others are kept as they are. */
const readers: ReadonlyMap<Json | undefined, { readonly read: Read; readonly fields: string }> =
  new Map([
    ['text', { read: readText, fields: 'text' }],
    ['thinking', { read: readThinking, fields: 'thinking signature' }],
    ['redacted_thinking', { read: readRedacted, fields: 'data' }],
    ['tool_use', { read: readCall, fields: 'id name input' }],
    ['tool_result', { read: readResult, fields: 'tool_use_id content is_error' }],
    ['image', { read: readImage, fields: 'source' }],
    ['document', { read: readFile, fields: 'source title' }],
  ]);

function readBlock(block: Json, at: string): Lossy<Part> {
  if (!isJsonObject(block)) return lossless(opaque(block));
  const reader = readers.get(block['type']);
  const read = reader?.read(block, at);
  if (!reader || !read) return lossless(opaque(block));
  const known = ['type', ...reader.fields.split(' ')];
  const unread = Object.keys(block).filter((name) => !known.includes(name) && block[name] !== null);
  return {
    value: read.value,
    losses: [
      ...read.losses,
      ...unread.map((name) => loss('field', `${at}.${name}`, 'kept in the native form only')),
    ],
  };
}

function readText(block: JsonObject): Lossy<Part> | undefined {
  const { text } = block;
  const citations = [...readCitations(block['citations'])];
  if (typeof text !== 'string') return undefined;
  return lossless({ type: 'text', text, ...(citations.length > 0 && { citations }) });
}

function readThinking(block: JsonObject): Lossy<Part> {
  const signature = stringIn(block, 'signature');
  return lossless({
    type: 'thinking',
    text: stringIn(block, 'thinking'),
    ...(signature && { signature }),
  });
}

function readRedacted(block: JsonObject): Lossy<Part> {
  const signature = stringIn(block, 'data');
  return lossless({ type: 'thinking', text: '', signature, redacted: true });
}

function readCall(block: JsonObject): Lossy<Part> {
  const { input = {} } = block;
  return lossless({
    type: 'tool_call',
    id: stringIn(block, 'id'),
    name: stringIn(block, 'name'),
    ...(isJsonObject(input)
      ? { arguments: input }
      : { arguments: {}, rawArguments: JSON.stringify(input) }),
  });
}

function readResult(block: JsonObject, at: string): Lossy<Part> {
  const { value, losses } = readResultContent(block['content'], `${at}.content`);
  return {
    value: {
      type: 'tool_result',
      call: stringIn(block, 'tool_use_id'),
      content: [...value],
      error: block['is_error'] === true,
    },
    losses,
  };
}

const taken = (part: Part | undefined) => part && lossless(part);

function readImage(block: JsonObject): Lossy<Part> | undefined {
  return taken(readImageSource(block['source']));
}

function readFile(block: JsonObject): Lossy<Part> | undefined {
  return taken(readDocument(block));
}
