import { sha256Hex } from '../../core/shared/hash.ts';

/** A UUID (version 8, RFC 9562) made from a text: the same each time. */
export function toUuid(text: string): string {
  const hex = sha256Hex(text);
  const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) % 4);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
