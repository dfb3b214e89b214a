import type { ContentPart } from '../../core/message/part.ts';
import type { Json } from '../../core/shared/json.ts';
import { isJsonObject } from '../json-object.ts';
import { type Lossy, loss, lossless, lossy } from '../lossy.ts';
import { standIn } from '../stand-in.ts';
import { toMedia } from './media.ts';
import { DIALECT } from './wire.ts';

/** A part that the server takes, in place of one that it may not: the part itself, a note, or nothing. */
export function toSendable(part: ContentPart, at: string): Lossy<ContentPart | undefined> {
  if (part.type === 'text') return lossless(part);
  if (part.type === 'opaque')
    return part.maker === DIALECT && isCode(part.value) ? lossless(part) : leftOut(at);
  return toMedia(part, at) ? lossless(part) : standIn(part, at);
}

/** The same in what a tool answers: only the model itself runs code. */
export const toSendableByTool = (part: ContentPart, at: string): Lossy<ContentPart | undefined> =>
  part.type === 'opaque' ? leftOut(at) : toSendable(part, at);

const leftOut = (at: string) => lossy(undefined, loss('opaque', at, 'left out'));

/** Code that the maker ran, and what came of it: any of its models reads that, and it needs no signature. */
const isCode = (value: Json): boolean =>
  isJsonObject(value) &&
  Object.keys(value).every((field) => ['executableCode', 'codeExecutionResult'].includes(field)) &&
  Object.keys(value).length === 1;
