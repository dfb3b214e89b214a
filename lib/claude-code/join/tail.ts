import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { type Growing, grow, nothingRead } from '../sharing/growing.ts';

/** A file that somebody else writes at its end. */
export interface Tail {
  readonly growing: Growing;
  /** How far it has been read. */
  readonly bytes: number;
  /** Takes in what has been written since; true: there was something. */
  readonly readOn: () => boolean;
}

const PIECE_BYTES = 1024 * 1024;

/** A file that is not there yet has nothing in it; one that was cut is read from its beginning. */
export function openTail(file: string): Tail {
  let growing = nothingRead;
  let decoder = new TextDecoder();
  let offset = 0;

  const takeIn = (descriptor: number): boolean => {
    const { size } = fstatSync(descriptor);
    if (size < offset) {
      growing = nothingRead;
      decoder = new TextDecoder();
      offset = 0;
    }
    const before = offset;
    const piece = Buffer.alloc(Math.min(PIECE_BYTES, size - offset));
    while (offset < size) {
      const length = readSync(descriptor, piece, 0, piece.length, offset);
      if (length === 0) break;
      offset += length;
      growing = grow(growing, decoder.decode(piece.subarray(0, length), { stream: true }));
    }
    return offset > before;
  };

  return {
    get growing() {
      return growing;
    },
    get bytes() {
      return offset;
    },
    readOn: () => {
      const descriptor = opened(file);
      if (descriptor === undefined) return false;
      try {
        return takeIn(descriptor);
      } finally {
        closeSync(descriptor);
      }
    },
  };
}

function opened(file: string): number | undefined {
  try {
    return openSync(file, 'r');
  } catch {
    return undefined;
  }
}
