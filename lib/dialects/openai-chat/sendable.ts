import type { ChatQuirks } from '../../core/agent/chat-quirks.ts';
import type { ContentPart } from '../../core/message/part.ts';
import { isLegalData } from '../data-url.ts';
import { imageUrl } from '../image-url.ts';
import { type Lossy, loss, lossless, lossy } from '../lossy.ts';
import { standIn } from '../stand-in.ts';
import { audioFormat } from './audio.ts';

type Form = ChatQuirks['form'];

/** A part that the server takes, in place of one that it may not: the part itself, a note, or nothing. */
export function toSendable(
  part: ContentPart,
  at: string,
  form: Form,
): Lossy<ContentPart | undefined> {
  if (part.type === 'text') return lossless(part);
  if (part.type === 'opaque') return lossy(undefined, loss('opaque', at, 'left out'));
  return isTaken(part, form) ? lossless(part) : standIn(part, at);
}

function isTaken(part: Exclude<ContentPart, { type: 'text' | 'opaque' }>, form: Form): boolean {
  if (part.type === 'image') return imageUrl(part) !== undefined;
  if (form !== 'openai') return false;
  const { data, mediaType } = part;
  if (data === undefined || !isLegalData({ mediaType, data })) return false;
  return part.type === 'file' || audioFormat(mediaType) !== undefined;
}
