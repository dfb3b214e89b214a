import type { Loss } from '../core/message/loss.ts';
import type { AudioPart, FilePart, ImagePart } from '../core/message/part.ts';
import { loss } from './lossy.ts';

/** Where else the bytes are that were sent as they are. */
export const otherSources = (
  { type, url, blob }: ImagePart | AudioPart | FilePart,
  at: string,
): readonly Loss[] => [
  ...(url === undefined ? [] : [loss(`${type}-source`, `${at}.url`, 'sent by its bytes')]),
  ...(blob === undefined ? [] : [loss(`${type}-source`, `${at}.blob`, 'sent by its bytes')]),
];
