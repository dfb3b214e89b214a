import type { AudioPart, FilePart, ImagePart } from '../../core/message/part.ts';
import { type JsonObject, stringIn } from '../json-object.ts';
import { type Lossy, loss, lossless, lossy } from '../lossy.ts';
import { memberOf, objectIn } from './member.ts';

/** Bytes in a part, or where they are; undefined where there are none. */
export function readMedia(
  wire: JsonObject,
  at: string,
): Lossy<ImagePart | AudioPart | FilePart> | undefined {
  const bytes = objectIn(wire, 'inlineData');
  if (bytes) return toPart(bytes, { data: stringIn(bytes, 'data') }, at);
  const file = objectIn(wire, 'fileData');
  const url = file && memberOf(file, 'fileUri');
  return file && typeof url === 'string' ? toPart(file, { url }, at) : undefined;
}

function toPart(
  wire: JsonObject,
  source: { readonly data: string } | { readonly url: string },
  at: string,
): Lossy<ImagePart | AudioPart | FilePart> {
  const said = memberOf(wire, 'mimeType');
  const mediaType = typeof said === 'string' ? said : '';
  const name = memberOf(wire, 'displayName');
  const label = typeof name === 'string' ? name : '';
  if (mediaType.startsWith('image/'))
    return lossy({ type: 'image', mediaType, ...source }, ...lossesOfLabel(label, at));
  if (mediaType.startsWith('audio/'))
    return lossy({ type: 'audio', mediaType, ...source }, ...lossesOfLabel(label, at));
  return lossless({ type: 'file', name: label, mediaType, ...source });
}

const lossesOfLabel = (label: string, at: string) =>
  label === '' ? [] : [loss('field', `${at}.displayName`, 'kept in the native form only')];
