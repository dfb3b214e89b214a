import type { ContentPart, ImagePart } from '../../core/message/part.ts';
import type { Json } from '../../core/shared/json.ts';
import { isLegalData } from '../data-url.ts';
import { isJsonObject } from '../json-object.ts';
import { type Lossy, loss, lossless, lossy } from '../lossy.ts';
import { imageUrl } from './image.ts';
import type { Quirks } from './quirks.ts';
import type { PartOf } from './utterance.ts';
import { DIALECT } from './wire.ts';

type Form = Quirks['form'];

/** A part that the server takes, in place of one that it may not: the part itself, a note, or nothing. */
export function toSendable(
  part: ContentPart,
  at: string,
  form: Form,
): Lossy<ContentPart | undefined> {
  if (part.type === 'image') return sendableImage(part, at);
  if (part.type === 'file') return sendableFile(part, at, form);
  if (part.type === 'opaque') return sendableOpaque(part, at, form);
  return lossless(part);
}

const note = (text: string): ContentPart => ({ type: 'text', text });

const sendableImage = (image: ImagePart, at: string): Lossy<ContentPart> =>
  imageUrl(image) === undefined
    ? lossy(
        note(`[An image (${image.mediaType.toWellFormed()}) that cannot be shown here.]`),
        loss('image', at, 'a note in its place'),
      )
    : lossless(image);

function sendableFile(file: PartOf<'file'>, at: string, form: Form): Lossy<ContentPart> {
  if (form === 'openai' && isLegalData(file)) return lossless(file);
  const name = file.name.toWellFormed();
  const text = textIn(file);
  return text === undefined
    ? lossy(
        note(`[A file (${name}) that cannot be shown here.]`),
        loss('file', at, 'a note in its place'),
      )
    : lossy(note(`[The file ${name}:]\n${text}`), loss('file', at, 'its text'));
}

const IS_TEXT = /^(text\/.+|application\/(json|xml|yaml|toml|javascript))$/;

/** What a text file says; undefined where it is none. */
function textIn(file: PartOf<'file'>): string | undefined {
  if (!IS_TEXT.test(file.mediaType) || !isLegalData(file)) return undefined;
  try {
    const bytes = Uint8Array.from(atob(file.data), (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const sendableOpaque = (
  part: PartOf<'opaque'>,
  at: string,
  form: Form,
): Lossy<ContentPart | undefined> =>
  form === 'openai' && part.maker === DIALECT && isAudio(part.value)
    ? lossless(part)
    : lossy(undefined, loss('opaque', at, 'left out'));

/** The one kind of part that OpenAI takes and that is none of ours. */
const isAudio = (value: Json): boolean =>
  isJsonObject(value) && value['type'] === 'input_audio' && isJsonObject(value['input_audio']);
