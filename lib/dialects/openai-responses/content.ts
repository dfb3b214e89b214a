import type { ContentPart } from '../../core/message/part.ts';
import { toDataUrl } from '../data-url.ts';
import { imageLosses, imageUrl } from '../image-url.ts';
import { joinTexts } from '../join-texts.ts';
import { type Lossy, loss, lossy, translateAll, translateEach } from '../lossy.ts';
import { otherSources } from '../other-sources.ts';
import { isText, plainText } from '../plain-text.ts';
import type { PartOf, Placed } from '../utterance.ts';
import { wellFormed } from '../well-formed.ts';
import type { ResponsesQuirks } from './quirks.ts';
import { UNKNOWN_FILE_TYPE } from './read-content.ts';
import { isInline } from './sendable.ts';
import type { WirePart } from './wire.ts';

type PlacedText = Placed<PartOf<'text'>>;
type Content = string | readonly WirePart[];

/** What others than the assistant say, tools too: a string where it is one text, else a list. */
export function toInputContent(
  parts: readonly Placed<ContentPart>[],
  quirks: ResponsesQuirks,
): Lossy<Content> {
  const [first] = parts;
  if (!first) return { value: '', losses: [] };
  if (parts.length === 1 && isText(first)) return plainText(first);
  return translateAll(parts, (part) => toInputPart(part, quirks));
}

function toInputPart(
  placed: Placed<ContentPart>,
  quirks: ResponsesQuirks,
): Lossy<readonly WirePart[]> {
  const { part, at } = placed;
  if (isText(placed)) {
    const { value, losses } = plainText(placed);
    return { value: [{ type: 'input_text', text: value }], losses };
  }
  if (part.type === 'image') {
    const url = imageUrl(part) ?? '';
    return lossy([{ type: 'input_image', image_url: url }], ...imageLosses(part, url, at));
  }
  if (part.type !== 'file') return { value: [], losses: [] };
  const { value, losses } = isInline(part, quirks) ? fileByBytes(part, at) : fileByUrl(part, at);
  return { value: [value], losses };
}

function fileByBytes(file: PartOf<'file'>, at: string): Lossy<WirePart> {
  const { mediaType, data = '' } = file;
  const { value: filename, losses } = wellFormed(file.name, `${at}.name`);
  return {
    value: { type: 'input_file', filename, file_data: toDataUrl({ mediaType, data }) },
    losses: [...losses, ...otherSources(file, at)],
  };
}

/** At a URL a file has no other name, and its type is for the server to find out. */
function fileByUrl({ url = '', ...file }: PartOf<'file'>, at: string): Lossy<WirePart> {
  const { name, mediaType, data, blob } = file;
  return lossy(
    { type: 'input_file', file_url: url },
    ...(name ? [loss('file-name', `${at}.name`, 'left to its URL')] : []),
    ...(mediaType === UNKNOWN_FILE_TYPE
      ? []
      : [loss('media-type', `${at}.mediaType`, 'left to the server to find out')]),
    ...(data === undefined ? [] : [loss('file-source', `${at}.data`, 'sent by its URL')]),
    ...(blob === undefined ? [] : [loss('file-source', `${at}.blob`, 'sent by its URL')]),
  );
}

/** What the assistant said: parts where they are several or refuse, or one string where a server knows only that. */
export function toSpokenContent(
  texts: readonly PlacedText[],
  { assistantText }: ResponsesQuirks,
): Lossy<Content> {
  if (assistantText === 'string') return joined(texts);
  const { value, losses } = translateEach(texts, toSpokenPart);
  const [first] = value;
  const isPlain = value.length === 1 && first?.type === 'output_text';
  return { value: isPlain ? first.text : value, losses };
}

function toSpokenPart(placed: PlacedText): Lossy<WirePart> {
  const { refusal, ...part } = placed.part;
  const { value, losses } = plainText({ ...placed, part });
  return {
    value: refusal ? { type: 'refusal', refusal: value } : { type: 'output_text', text: value },
    losses,
  };
}

function joined(texts: readonly PlacedText[]): Lossy<string> {
  const { value, losses } = translateEach(texts, plainText);
  const [, ...later] = texts;
  const boundaries = later.map(({ at }) => loss('text-boundary', at, 'joined to the text before'));
  return { value: joinTexts(value), losses: [...losses, ...boundaries] };
}
