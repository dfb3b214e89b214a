import type { Position } from '../core/context/commit.ts';
import { Fault } from '../core/shared/faults.ts';

/** `VERSION:HASH`, as a person names where a history stood. Throws `usage.invalid`. */
export function toPosition(text: string): Position {
  const [, version, hash] = /^(\d+):(.+)$/.exec(text) ?? [];
  if (version && hash) return { version: Number(version), hash };
  throw new Fault('usage.invalid', {
    problem: `--expect takes VERSION:HASH, not ${JSON.stringify(text)}.`,
    hint: 'Take both from `massgen context log CTX --json`.',
  });
}

export const fromPosition = ({ version, hash }: Position): string => `${version}:${hash}`;
