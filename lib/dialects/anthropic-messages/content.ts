import type { ContentPart } from '../../core/message/part.ts';
import { isJsonObject } from '../json-object.ts';
import { type Lossy, translateEach } from '../lossy.ts';
import { plainText } from '../plain-text.ts';
import type { Placed, Utterance } from '../utterance.ts';
import { wellFormedJson } from '../well-formed.ts';
import { toDocumentBlock } from './document.ts';
import { toImageBlock } from './image.ts';
import type { WireBlock, WireContent } from './wire.ts';

type Content = Placed<ContentPart>;

/** What a user shows, a tool gives or the system says: a string where it is one text, else blocks. */
export function toContent(parts: readonly Content[]): Lossy<WireContent> {
  const { value, losses } = translateEach(parts, toContentBlock);
  return { value: shortest(value), losses };
}

/** One block of bare text is said as a string. */
export function shortest(blocks: readonly WireBlock[]): WireContent {
  const [only] = blocks;
  const text = only?.['type'] === 'text' ? only['text'] : undefined;
  return blocks.length === 1 && typeof text === 'string' ? text : blocks;
}

export function toContentBlock({ part, message, at }: Content): Lossy<WireBlock> {
  if (part.type === 'text') {
    const { value: text, losses } = plainText({ part, message, at });
    return { value: { type: 'text', text }, losses };
  }
  if (part.type === 'image') return toImageBlock(part, at);
  if (part.type === 'file') return toDocumentBlock(part, at);
  const { value, losses } = wellFormedJson(part.type === 'opaque' ? part.value : {}, `${at}.value`);
  return { value: isJsonObject(value) ? value : {}, losses };
}

export const contentOf = ({ parts }: Utterance): readonly Content[] => parts.filter(isContent);

const isContent = (placed: Placed): placed is Content =>
  ['text', 'image', 'audio', 'file', 'opaque'].includes(placed.part.type);
