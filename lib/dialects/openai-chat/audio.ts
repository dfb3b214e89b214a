import type { AudioPart } from '../../core/message/part.ts';
import type { Json } from '../../core/shared/json.ts';
import { isJsonObject } from '../json-object.ts';

/** https://platform.openai.com/docs/api-reference/chat/create, `input_audio.format` */
const formats = { 'audio/wav': 'wav', 'audio/mpeg': 'mp3' } as const;

type AudioType = keyof typeof formats;
const isAudioType = (mediaType: string): mediaType is AudioType =>
  Object.hasOwn(formats, mediaType);

/** What OpenAI calls a kind of recording; undefined where it takes none of that kind. */
export const audioFormat = (mediaType: string) =>
  isAudioType(mediaType) ? formats[mediaType] : undefined;

/** A recording as a user sends it; undefined where it is none of a known kind. */
export function readAudio(audio: Json | undefined): AudioPart | undefined {
  if (!isJsonObject(audio)) return undefined;
  const { data, format, ...others } = audio;
  const mediaType = Object.keys(formats)
    .filter(isAudioType)
    .find((type) => formats[type] === format);
  if (!mediaType || typeof data !== 'string' || Object.keys(others).length > 0) return undefined;
  return { type: 'audio', mediaType, data };
}
