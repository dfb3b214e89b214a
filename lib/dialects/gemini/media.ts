import type { AudioPart, FilePart, ImagePart } from '../../core/message/part.ts';
import { fromDataUrl, isLegalData } from '../data-url.ts';
import { type Lossy, loss } from '../lossy.ts';
import { webUrl } from '../web-url.ts';
import type { WireMedia } from './wire.ts';

type Media = ImagePart | AudioPart | FilePart;

/** https://ai.google.dev/gemini-api/docs/image-understanding, /audio, /document-processing, /video-understanding */
const taken: Readonly<Record<Media['type'], RegExp>> = {
  image: /^image\/(png|jpeg|webp|heic|heif)$/,
  audio: /^audio\/(wav|mp3|mpeg|aiff|aac|ogg|flac)$/,
  file: /^(application\/pdf|text\/(plain|html|css|csv|xml|rtf)|video\/(mp4|mpeg|quicktime|webm|3gpp))$/,
};

/** Bytes as the server takes them, here or at a URL; undefined where it takes none of these. */
export function toMedia(part: Media, at: string): Lossy<WireMedia> | undefined {
  const bytes = bytesOf(part);
  if (bytes)
    return {
      value: { inlineData: { mimeType: bytes.mediaType, data: bytes.data } },
      losses: [
        ...typeLosses(part, bytes.mediaType, at),
        ...sourceLosses(part, bytes.from, at),
        ...nameLosses(part, at),
      ],
    };
  const fileUri = webUrl(part.url);
  const mimeType = fileUri && typeAt(part, fileUri);
  if (!fileUri || !mimeType) return undefined;
  return {
    value: { fileData: { mimeType, fileUri } },
    losses: [
      ...typeLosses(part, mimeType, at),
      ...sourceLosses(part, 'url', at),
      ...nameLosses(part, at),
    ],
  };
}

function bytesOf({ type, mediaType, data, url }: Media) {
  if (data !== undefined && isTaken(type, mediaType, data))
    return { mediaType, data, from: 'data' as const };
  const inUrl = url === undefined ? undefined : fromDataUrl(url);
  return inUrl && isTaken(type, inUrl.mediaType, inUrl.data)
    ? { ...inUrl, from: 'url' as const }
    : undefined;
}

const isTaken = (type: Media['type'], mediaType: string, data: string) =>
  taken[type].test(mediaType) && isLegalData({ mediaType, data });

/** The server insists on a media type; where nobody knows it, the URL may end in it. */
function typeAt({ type, mediaType }: Media, url: string): string | undefined {
  if (taken[type].test(mediaType)) return mediaType;
  const [, ending = ''] = /\.(\w+)$/.exec(new URL(url).pathname) ?? [];
  return mediaType === 'image/*' ? typeByEnding.get(ending.toLowerCase()) : undefined;
}

const typeByEnding: ReadonlyMap<string, string> = new Map([
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['webp', 'image/webp'],
  ['heic', 'image/heic'],
  ['heif', 'image/heif'],
]);

const typeLosses = ({ mediaType }: Media, sent: string, at: string) =>
  mediaType === sent ? [] : [loss('media-type', `${at}.mediaType`, sent)];

/** Where else the bytes are. */
const sourceLosses = (part: Media, sent: 'data' | 'url', at: string) =>
  (['data', 'url', 'blob'] as const)
    .filter((source) => source !== sent && part[source] !== undefined)
    .map((source) => loss(`${part.type}-source`, `${at}.${source}`, `sent by its ${sent}`));

/** The API has a field for it, which it uses only beside tools of its own. */
const nameLosses = (part: Media, at: string) =>
  part.type === 'file' && part.name !== '' ? [loss('file-name', `${at}.name`, 'left out')] : [];
