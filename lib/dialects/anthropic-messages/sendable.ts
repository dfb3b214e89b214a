import type { ContentPart } from '../../core/message/part.ts';
import type { Json } from '../../core/shared/json.ts';
import { type Lossy, loss, lossless, lossy } from '../lossy.ts';
import { standIn } from '../stand-in.ts';
import { documentSource } from './document.ts';
import { sentImageUrl } from './image.ts';
import { isServerCall, isServerResult, isShownBlock } from './own-block.ts';
import { DIALECT } from './wire.ts';

type Sendable = Lossy<ContentPart | undefined>;

/** A part that a message may hold, in place of one that it may not: the part itself, a note, or nothing. */
export const toSendable = (part: ContentPart, at: string): Sendable =>
  part.type === 'opaque' && part.maker === DIALECT && isOfServer(part.value)
    ? lossless(part)
    : toShowable(part, at);

/** The same of what a tool gave: what Anthropic's own tools do stands in the assistant's turn only. */
export function toShowable(part: ContentPart, at: string): Sendable {
  if (part.type === 'text')
    return part.text !== '' && part.text.trim() === ''
      ? lossy(undefined, loss('blank-text', at, 'left out'))
      : lossless(part);
  if (part.type === 'opaque')
    return part.maker === DIALECT && isShownBlock(part.value)
      ? lossless(part)
      : lossy(undefined, loss('opaque', at, 'left out'));
  return isTaken(part) ? lossless(part) : standIn(part, at);
}

export const isOfServer = (block: Json): boolean => isServerCall(block) || isServerResult(block);

function isTaken(part: Exclude<ContentPart, { type: 'text' | 'opaque' }>): boolean {
  if (part.type === 'image') return sentImageUrl(part) !== undefined;
  return part.type === 'file' && documentSource(part) !== undefined;
}
