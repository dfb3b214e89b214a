import type { ChatQuirks } from '../../core/agent/chat-quirks.ts';
import type { ContentPart } from '../../core/message/part.ts';
import { toDataUrl } from '../data-url.ts';
import { imageLosses, imageUrl } from '../image-url.ts';
import { joinTexts } from '../join-texts.ts';
import { type Lossy, loss, lossy, translateEach } from '../lossy.ts';
import { otherSources } from '../other-sources.ts';
import { isText, plainText } from '../plain-text.ts';
import type { PartOf, Placed } from '../utterance.ts';
import { wellFormed, wellFormedJson } from '../well-formed.ts';
import { audioFormat } from './audio.ts';
import type { WirePart, WireText } from './wire.ts';

type Form = ChatQuirks['form'];
type PlacedText = Placed<PartOf<'text'>>;

/** Text alone, as each role can say it: one string, or OpenAI's list of texts where there are several. */
export function toTextContent(
  texts: readonly PlacedText[],
  form: Form,
): Lossy<string | readonly WireText[]> {
  const { value, losses } = translateEach(texts, plainText);
  if (value.length < 2) return { value: value[0] ?? '', losses };
  if (form === 'openai') return { value: value.map((text) => ({ type: 'text', text })), losses };
  const [, ...later] = texts;
  const joined = later.map(({ at }) => loss('text-boundary', at, 'joined to the text before'));
  return { value: joinTexts(value), losses: [...losses, ...joined] };
}

/** What a user says: a string where it is text alone, else a list. */
export function toUserContent(
  parts: readonly Placed<ContentPart>[],
  form: Form,
): Lossy<string | readonly WirePart[]> {
  return parts.every(isText) ? toTextContent(parts, form) : translateEach(parts, toWirePart);
}

function toWirePart({ part, at, message }: Placed<ContentPart>): Lossy<WirePart> {
  if (part.type === 'text') {
    const { value, losses } = plainText({ part, at, message });
    return { value: { type: 'text', text: value }, losses };
  }
  if (part.type === 'image') {
    const url = imageUrl(part) ?? '';
    return lossy({ type: 'image_url', image_url: { url } }, ...imageLosses(part, url, at));
  }
  if (part.type === 'file') return toWireFile(part, at);
  if (part.type === 'audio') return toWireAudio(part, at);
  return wellFormedJson(part.value, `${at}.value`);
}

function toWireFile(file: PartOf<'file'>, at: string): Lossy<WirePart> {
  const { mediaType, data = '' } = file;
  const { value: filename, losses } = wellFormed(file.name, `${at}.name`);
  return {
    value: { type: 'file', file: { filename, file_data: toDataUrl({ mediaType, data }) } },
    losses: [...losses, ...otherSources(file, at)],
  };
}

const toWireAudio = (audio: PartOf<'audio'>, at: string): Lossy<WirePart> =>
  lossy(
    {
      type: 'input_audio',
      input_audio: { data: audio.data ?? '', format: audioFormat(audio.mediaType) ?? '' },
    },
    ...otherSources(audio, at),
  );
