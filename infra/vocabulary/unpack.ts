import { isUtf8 } from 'node:buffer';
import { inflateRawSync } from 'node:zlib';
import type { Token } from './token.ts';

const BYTES = 256;
const COLUMNS = 6;
const BYTE_ORDER_MARK = '\ufeff';

/** What `pack` packed. */
export function unpack(packed: string): Token[] {
  const raw = inflateRawSync(Buffer.from(packed, 'base64'));
  const tokens: Token[] = Array.from(raw.subarray(0, BYTES), (byte) => tokenOf([byte]));
  const merges = (raw.length - BYTES) / COLUMNS;
  for (let at = BYTES; at < BYTES + merges; at += 1) {
    const byte = (column: number) => raw[column * merges + at] ?? 0;
    const left = tokens[(byte(0) << 16) | (byte(2) << 8) | byte(4)] ?? '';
    const right = tokens[(byte(1) << 16) | (byte(3) << 8) | byte(5)] ?? '';
    tokens.push(joined(left, right));
  }
  return tokens;
}

const joined = (left: Token, right: Token): Token =>
  typeof left === 'string' && typeof right === 'string'
    ? left + right
    : tokenOf([...Buffer.from(left as string), ...Buffer.from(right as string)]);

/** The package has bytes, too, where a text would begin with a mark of the byte order. */
function tokenOf(bytes: number[]): Token {
  const buffer = Buffer.from(bytes);
  const text = isUtf8(buffer) ? buffer.toString() : BYTE_ORDER_MARK;
  return text.startsWith(BYTE_ORDER_MARK) ? bytes : text;
}
