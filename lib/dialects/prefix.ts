import { sha256 } from '../core/shared/hash.ts';

/**
 * Digests of all that a model was told before each of its turns: `[i]` covers what stands before
 * the i-th, the last covers everything. `standing` is what comes before every turn, such as the
 * system's text and the tools.
 */
export function prefixesOf(standing: unknown, turns: readonly unknown[]): readonly string[] {
  const digests = [sha256(JSON.stringify(standing))];
  for (const turn of turns) digests.push(sha256(`${digests.at(-1)}${JSON.stringify(turn)}`));
  return digests;
}
