import type { Loss } from '../core/message/loss.ts';
import type { ImagePart } from '../core/message/part.ts';
import { fromDataUrl, isLegalData, toDataUrl } from './data-url.ts';
import { loss } from './lossy.ts';
import { webUrl } from './web-url.ts';

/** The media type of an image whose URL does not say it. */
const UNKNOWN_TYPE = 'image/*';

/** The URL under which an image is sent; undefined where there is none, as for one kept as a blob. */
export function imageUrl({ mediaType, data, url }: ImagePart): string | undefined {
  if (data !== undefined && isSendable(mediaType, data)) return toDataUrl({ mediaType, data });
  if (url !== undefined && isImageUrl(url)) return url;
  return undefined;
}

export const fromImageUrl = (url: string): ImagePart => {
  const bytes = fromDataUrl(url);
  return bytes ? { type: 'image', ...bytes } : { type: 'image', mediaType: UNKNOWN_TYPE, url };
};

/** What the URL of a sent image does not say. */
export function imageLosses(image: ImagePart, sent: string, at: string): readonly Loss[] {
  const back = fromImageUrl(sent);
  const lost = [];
  if (back.mediaType !== image.mediaType)
    lost.push(loss('media-type', `${at}.mediaType`, 'left to the server to find out'));
  if (image.data !== undefined && back.data !== image.data)
    lost.push(loss('image-source', `${at}.data`, 'sent by its URL'));
  if (image.url !== undefined && image.url !== sent)
    lost.push(loss('image-source', `${at}.url`, 'sent by its bytes'));
  if (image.blob !== undefined)
    lost.push(loss('image-source', `${at}.blob`, 'sent by its bytes or URL'));
  return lost;
}

const isSendable = (mediaType: string, data: string) =>
  mediaType.startsWith('image/') && isLegalData({ mediaType, data });

function isImageUrl(url: string): boolean {
  const bytes = fromDataUrl(url);
  return bytes ? isSendable(bytes.mediaType, bytes.data) : webUrl(url) !== undefined;
}
