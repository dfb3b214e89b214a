import type { ImagePart } from '../../core/message/part.ts';
import type { Json } from '../../core/shared/json.ts';
import { fromDataUrl } from '../data-url.ts';
import { fromImageUrl, imageLosses, imageUrl } from '../image-url.ts';
import { isJsonObject, stringIn } from '../json-object.ts';
import { type Lossy, lossy } from '../lossy.ts';
import type { WireBlock } from './wire.ts';

/** https://platform.claude.com/docs/en/build-with-claude/vision */
const MEDIA_TYPES: readonly string[] = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'];

/** The URL, with bytes or without, under which an image is sent; undefined where it cannot be. */
export function sentImageUrl(image: ImagePart): string | undefined {
  const { data, ...elsewhere } = image;
  return [image, elsewhere].map(imageUrl).find((url) => url !== undefined && isTaken(url));
}

function isTaken(url: string): boolean {
  const bytes = fromDataUrl(url);
  return !bytes || MEDIA_TYPES.includes(bytes.mediaType);
}

export function toImageBlock(image: ImagePart, at: string): Lossy<WireBlock> {
  const url = sentImageUrl(image) ?? '';
  const bytes = fromDataUrl(url);
  const source = bytes
    ? { type: 'base64', media_type: bytes.mediaType, data: bytes.data }
    : { type: 'url', url };
  return lossy({ type: 'image', source }, ...imageLosses(image, url, at));
}

/** Undefined where the image is kept by Anthropic, under a name of its own. */
export function readImageSource(source: Json | undefined): ImagePart | undefined {
  if (!isJsonObject(source)) return undefined;
  const { type, url } = source;
  if (type === 'url' && typeof url === 'string') return fromImageUrl(url);
  if (type !== 'base64') return undefined;
  return {
    type: 'image',
    mediaType: stringIn(source, 'media_type'),
    data: stringIn(source, 'data'),
  };
}
