import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { Fault } from '../core/shared/faults.ts';
import type { Json } from '../core/shared/json.ts';

/** The first byte of what is stored says how the rest is written. Marks are never reused. */
const PLAIN = 1;
const ZSTD = 2;
/** The rest is the hash of a blob. */
const IN_BLOBS = 3;
const NEWEST = IN_BLOBS;

/** Bytes of JSON text from which compression pays. */
const COMPRESSED_FROM = 1024;
/** Bytes of JSON text that a body may have: what nothing here writes, nothing here inflates. */
export const MAX_BODY_BYTES = 32 * 1024 * 1024;

/** Powers of two of bytes that zstd looks back over. */
const MIN_WINDOW = 10;
const MAX_WINDOW = 19;
/** It remembers one place in eight of them. */
const PLACE_BITS = 3;

/** Writes a body as its mark and its bytes. Throws `context.tooLarge`. */
export function encode(place: string, body: Json): Uint8Array {
  const plain = Buffer.from(JSON.stringify(body));
  const bytes = plain.byteLength;
  if (bytes > MAX_BODY_BYTES)
    throw new Fault('context.tooLarge', { what: place, bytes, maxBytes: MAX_BODY_BYTES });
  const compressed = bytes > COMPRESSED_FROM ? compress(plain) : plain;
  return compressed.byteLength < bytes ? marked(ZSTD, compressed) : marked(PLAIN, plain);
}

/** Throws `store.newer` for a mark it does not know and `store.broken` for what cannot be read. */
export function decode(place: string, stored: Uint8Array): Json {
  const rest = stored.subarray(1);
  switch (markOf(place, stored)) {
    case PLAIN:
      return parse(place, rest);
    case ZSTD:
      return parse(place, inflate(place, rest));
    default:
      throw new Fault('store.broken', { place, detail: 'a pointer stands where a body should' });
  }
}

/** What a pointer takes: the mark, and 43 characters of a SHA-256 in base64url. */
export const POINTER_BYTES = 1 + 43;

export const toPointer = (hash: string): Uint8Array => marked(IN_BLOBS, Buffer.from(hash));

/** The hash behind a pointer; undefined for what is a body itself. */
export const pointedAt = (stored: Uint8Array): string | undefined =>
  stored[0] === IN_BLOBS ? Buffer.from(stored.subarray(1)).toString() : undefined;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const marked = (mark: number, rest: Uint8Array): Uint8Array =>
  Buffer.concat([Uint8Array.of(mark), rest]);

function markOf(place: string, stored: Uint8Array): number {
  const mark = stored[0] ?? 0;
  if (mark > NEWEST) throw new Fault('store.newer', { place, found: mark, known: NEWEST });
  if (mark === 0) throw new Fault('store.broken', { place, detail: 'it has no codec mark' });
  return mark;
}

/**
 * Level 1 does as well as 9 on this text, and a window and an output that just hold it as well as
 * zstd's own, whose memory takes longer to lay out than 4 kB to compress (measured). Damage is silent
 * without the checksum.
 */
function compress(plain: Uint8Array): Uint8Array {
  const chunkSize = plain.byteLength;
  const holding = Math.ceil(Math.log2(chunkSize));
  const window = Math.min(Math.max(holding, MIN_WINDOW), MAX_WINDOW);
  const params = {
    [constants.ZSTD_c_compressionLevel]: 1,
    [constants.ZSTD_c_checksumFlag]: 1,
    [constants.ZSTD_c_windowLog]: window,
    [constants.ZSTD_c_hashLog]: window - PLACE_BITS,
  };
  return zstdCompressSync(plain, { params, chunkSize });
}

function inflate(place: string, compressed: Uint8Array): Uint8Array {
  try {
    return zstdDecompressSync(compressed, { maxOutputLength: MAX_BODY_BYTES });
  } catch (cause) {
    throw new Fault('store.broken', { place, detail: 'its body does not inflate' }, { cause });
  }
}

function parse(place: string, text: Uint8Array): Json {
  try {
    return JSON.parse(utf8.decode(text));
  } catch (cause) {
    throw new Fault('store.broken', { place, detail: 'its body is no JSON' }, { cause });
  }
}
