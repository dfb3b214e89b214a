import { randomFillSync } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../core/shared/clock.ts';
import type { Ids } from '../core/shared/ids.ts';

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => new Date(),
  pause: async (milliseconds, signal) => {
    try {
      await sleep(milliseconds, undefined, signal ? { signal } : {});
    } catch (error) {
      throw signal?.aborted ? signal.reason : error;
    }
  },
  timeout: (milliseconds) => AbortSignal.timeout(Math.ceil(milliseconds)),
};

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

const ID_LENGTH = 16;

/** Pieces of the system's randomness; many are drawn at once, because each draw is a system call. */
function randomPieces(length: number, drawnAtOnce: number): () => Uint8Array {
  const drawn = new Uint8Array(length * drawnAtOnce);
  let next = drawn.length;
  return () => {
    if (next === drawn.length) {
      randomFillSync(drawn);
      next = 0;
    }
    next += length;
    return drawn.subarray(next - length, next);
  };
}

const nextPiece = randomPieces(ID_LENGTH, 256);

/** 80 bits of the system's randomness each, in the alphabet of Crockford's base 32. */
export const randomIds: Ids = {
  next: (prefix) => `${prefix}_${Array.from(nextPiece(), (byte) => ALPHABET[byte % 32]).join('')}`,
  chance: Math.random,
};

/** `session_20261124_210638_k3f9`, as MassGen names them, and a few letters against collisions. */
export function newSessionId(now: Date): string {
  const stamp = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '_');
  return `session_${stamp}_${randomIds.next('x').slice(2, 6)}`;
}
