import type { ContentPart } from '../../core/message/part.ts';
import { fromDataUrl, isLegalData } from '../data-url.ts';
import { imageUrl } from '../image-url.ts';
import { type Lossy, loss, lossless, lossy } from '../lossy.ts';
import { standIn } from '../stand-in.ts';
import type { PartOf } from '../utterance.ts';
import { webUrl } from '../web-url.ts';
import type { ResponsesQuirks } from './quirks.ts';

/** A part that the server takes, in place of one that it may not: the part itself, a note, or nothing. */
export function toSendable(
  part: ContentPart,
  at: string,
  quirks: ResponsesQuirks,
): Lossy<ContentPart | undefined> {
  if (part.type === 'text') return lossless(part);
  if (part.type === 'opaque') return lossy(undefined, loss('opaque', at, 'left out'));
  return isTaken(part, quirks) ? lossless(part) : standIn(part, at);
}

function isTaken(part: PartOf<'image' | 'audio' | 'file'>, quirks: ResponsesQuirks): boolean {
  if (part.type === 'audio') return false;
  if (part.type === 'file') return isInline(part, quirks) || webUrl(part.url) !== undefined;
  const url = imageUrl(part);
  const bytes = url === undefined ? undefined : fromDataUrl(url);
  return bytes ? quirks.imageTypes.includes(bytes.mediaType) : url !== undefined;
}

/** Whether a file goes out by its bytes. */
export const isInline = (
  { mediaType, data }: PartOf<'file'>,
  { inlineFiles }: ResponsesQuirks,
): boolean => inlineFiles && data !== undefined && isLegalData({ mediaType, data });
