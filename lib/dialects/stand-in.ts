import type { AudioPart, ContentPart, FilePart, ImagePart } from '../core/message/part.ts';
import { isLegalData } from './data-url.ts';
import { type Lossy, loss, lossy } from './lossy.ts';
import { webUrl } from './web-url.ts';

type Bytes = ImagePart | AudioPart | FilePart;

/** What is said in place of bytes that a server does not take: the text in them, else a note. */
export function standIn(part: Bytes, at: string): Lossy<ContentPart> {
  const text = part.type === 'file' ? textIn(part) : undefined;
  return text === undefined
    ? lossy(note(part), loss(part.type, at, 'a note in its place'))
    : lossy(
        { type: 'text', text: `[The file ${nameOf(part)}:]\n${text}` },
        loss('file', at, 'its text'),
      );
}

const articles = { image: 'An image', audio: 'A recording', file: 'A file' } as const;

const note = (part: Bytes): ContentPart => {
  const url = webUrl(part.url);
  const place = url ? ` at ${url}` : '';
  return {
    type: 'text',
    text: `[${articles[part.type]} (${nameOf(part)})${place} that cannot be shown here.]`,
  };
};

const nameOf = (part: Bytes) => (part.type === 'file' ? part.name : part.mediaType).toWellFormed();

const IS_TEXT = /^(text\/.+|application\/(json|xml|yaml|toml|javascript))$/;

/** What a text file says; undefined where it is none. */
export function textIn({ mediaType, data }: FilePart): string | undefined {
  if (data === undefined || !IS_TEXT.test(mediaType) || !isLegalData({ mediaType, data }))
    return undefined;
  try {
    const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
