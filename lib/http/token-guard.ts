import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '../core/shared/clock.ts';
import { sha256 } from '../core/shared/hash.ts';

/** For so long a token is good without asking for it again: a withdrawn one may be used until then. */
const FRESH_MS = 5 * 60_000;

/** So often, at most, is it asked for, however many wrong tokens come: a new one may have to wait until then. */
const PATIENCE_MS = 10_000;

export interface TokenGuardDeps {
  readonly clock: Pick<Clock, 'now'>;
  /** The token that opens the service, as it is now. */
  readonly read: () => Promise<string>;
}

interface Known {
  readonly digest: string;
  readonly at: number;
}

/**
 * Whether a token is the one that opens the service. What is remembered and compared are hashes,
 * in a time that tells nothing. Throws what `read` throws.
 */
export function createTokenGuard({ clock, read }: TokenGuardDeps) {
  let known: Known | undefined;
  let asked: { readonly at: number; readonly done: Promise<void> } | undefined;
  const now = () => clock.now().getTime();

  const refresh = async (at: number) => {
    known = { digest: sha256(await read()), at };
  };
  /** All who come in the meantime wait for the one answer, a failure included. */
  const ask = (): Promise<void> => {
    const at = now();
    if (!asked || at - asked.at >= PATIENCE_MS) asked = { at, done: refresh(at) };
    return asked.done;
  };
  const isKnown = (token: string): boolean =>
    known !== undefined && now() - known.at <= FRESH_MS && isSame(known.digest, sha256(token));

  return async (token: string): Promise<boolean> => {
    if (isKnown(token)) return true;
    await ask();
    return isKnown(token);
  };
}

const isSame = (left: string, right: string) =>
  timingSafeEqual(Buffer.from(left), Buffer.from(right)); // hashes: of one length
