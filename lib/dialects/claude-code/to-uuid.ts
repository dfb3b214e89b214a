import { sha256 } from '../../core/shared/hash.ts';

/** A UUID (version 8, RFC 9562) made from a text: the same each time. */
export function toUuid(text: string): string {
  const digest = atob(sha256(text).replaceAll('-', '+').replaceAll('_', '/'));
  const hex = Array.from(digest.slice(0, 16), toHex).join('');
  const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) % 4);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20),
  ].join('-');
}

const toHex = (byte: string) => byte.charCodeAt(0).toString(16).padStart(2, '0');
