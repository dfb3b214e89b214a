/** Bytes that stand in a URL, in base64. */
interface DataUrl {
  readonly mediaType: string;
  readonly data: string;
}

const DATA_URL = /^data:([^,;]*);base64,(.*)$/s;
const MEDIA_TYPE = /^[a-z]+\/[\w.+-]+$/i;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

export const toDataUrl = ({ mediaType, data }: DataUrl): string =>
  `data:${mediaType};base64,${data}`;

/** Undefined for any other kind of URL. */
export function fromDataUrl(url: string): DataUrl | undefined {
  const [, mediaType, data] = DATA_URL.exec(url) ?? [];
  return mediaType !== undefined && data !== undefined ? { mediaType, data } : undefined;
}

/** Whether it names a media type and holds base64, as makers check it. */
export const isLegalData = ({ mediaType, data }: DataUrl): boolean =>
  MEDIA_TYPE.test(mediaType) && data.length % 4 === 0 && BASE64.test(data);
