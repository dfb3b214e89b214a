import { utf8Bytes } from '../shared/json.ts';

/**
 * Counts the tokens of a text.
 *
 * Contract, proved by `test/conformance/tokens.ts`:
 * - The same text has the same count; no text has none, and more text never has less by much.
 * - Any text is counted, names of control tokens too, in time that grows with its length alone.
 * - `maker` is a backend's type. Where nobody knows how its models count, it is a guess that errs
 *   upwards; what makers report of their calls corrects it.
 */
export interface Tokens {
  readonly count: (text: string, maker: string) => number;
}

/**
 * A guess at the tokens of a text, off by a third at times: a quarter of its ASCII characters, one
 * and a half for each other code unit. Makers' own counts replace it wherever they report them.
 */
export function estimateTokens(text: string): number {
  if (utf8Bytes(text) === text.length) return Math.ceil(text.length / 4);
  let others = 0;
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 127) others += 1;
  return Math.ceil((text.length - others) / 4 + others * 1.5);
}

/** Counts by guessing, where no better way is at hand. */
export const roughTokens: Tokens = { count: estimateTokens };
