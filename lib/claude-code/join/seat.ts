import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { kill, pid } from 'node:process';

/** Of several keepers of one spool, one is at work. Two would do no harm, but the work twice. */
export interface Seat {
  /** Whether it is ours, now; it is taken where it is free. */
  readonly holds: () => boolean;
  readonly leave: () => void;
}

/** Whoever holds it says so more often than this; another process may have come to its number. */
const SILENCE_MS = 10_000;

export function createSeat(file: string): Seat {
  const holds = (): boolean => {
    const { holder, at } = standing(file);
    const now = Date.now();
    if (holder === pid) {
      if (now - at > SILENCE_MS / 4) utimesSync(file, new Date(now), new Date(now));
      return true;
    }
    if (holder !== undefined && isAlive(holder) && now - at < SILENCE_MS) return false;
    if (holder !== undefined) rmSync(file, { force: true });
    return take(file);
  };
  return { holds, leave: () => holds() && rmSync(file, { force: true }) };
}

function standing(file: string): { readonly holder: number | undefined; readonly at: number } {
  try {
    return { holder: Number(readFileSync(file, 'utf8')), at: statSync(file).mtimeMs };
  } catch {
    return { holder: undefined, at: 0 };
  }
}

function take(file: string): boolean {
  try {
    writeFileSync(file, String(pid), { flag: 'wx', mode: 0o600 });
    return true;
  } catch {
    return false;
  }
}

function isAlive(holder: number): boolean {
  try {
    kill(holder, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
