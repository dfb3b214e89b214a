import { deflateRawSync } from 'node:zlib';
import type { Token } from './token.ts';

/** Tokens of one byte; the vocabulary begins with all of them. */
const BYTES = 256;

/** Two tokens, by rank, of which a longer one is made. */
type Merge = readonly [left: number, right: number];

/**
 * A vocabulary in two thirds of what it takes deflated, as base64. Each token but the first 256 is two
 * earlier ones in a row, so it is kept as their ranks, which are written in columns of a byte each.
 */
export function pack(tokens: readonly Token[]): string {
  const texts = tokens.map((token) => Buffer.from(token as string).toString('latin1'));
  const ranks = new Map<string, number>();
  const merges: Merge[] = [];
  for (const [rank, text] of texts.entries()) {
    if (rank < BYTES !== (text.length === 1)) throw new Error(`token ${rank} is out of its place`);
    if (rank >= BYTES) merges.push(mergeOf(text, ranks));
    ranks.set(text, rank);
  }
  const bytes = Buffer.from(texts.slice(0, BYTES).join(''), 'latin1');
  const column = (side: 0 | 1, shift: number) =>
    Buffer.from(merges.map((merge) => (merge[side] >> shift) & 0xff));
  const columns = [16, 8, 0].flatMap((shift) => [column(0, shift), column(1, shift)]);
  return deflateRawSync(Buffer.concat([bytes, ...columns]), { level: 9 }).toString('base64');
}

/** Of the ways to cut a token in two, the one with the lowest ranks: small numbers pack best. */
function mergeOf(text: string, ranks: ReadonlyMap<string, number>): Merge {
  let best: Merge | undefined;
  for (let cut = 1; cut < text.length; cut += 1) {
    const merge = [ranks.get(text.slice(0, cut)), ranks.get(text.slice(cut))] as const;
    if (isMerge(merge) && (!best || costOf(merge) < costOf(best))) best = merge;
  }
  if (!best) throw new Error(`no two tokens make ${JSON.stringify(text)}`);
  return best;
}

const isMerge = (pair: readonly (number | undefined)[]): pair is Merge => !pair.includes(undefined);

const costOf = ([left, right]: Merge) => (left + 1) * (right + 1);
