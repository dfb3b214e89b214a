import { type Chain, chainOf, type History } from './chain.ts';
import { type Line, readLine } from './line.ts';
import { growTree, type Tree } from './tree.ts';
import { gatherTurns, type Turn } from './turns.ts';

/** A transcript, as far as it can be read. */
export interface Transcript {
  readonly lines: readonly Line[];
  readonly tree: Tree;
  readonly chain: Chain;
  readonly turns: readonly Turn[];
}

/**
 * Reads the lines of a session's or a subagent's file. Tolerant: what it does not know or cannot
 * read is passed over; each line is looked at once, however the tree is made.
 */
export const readTranscript = (texts: readonly string[], history: History): Transcript =>
  transcriptOf(texts.map(readLine), history);

/** The same of lines that were read already, as of a transcript that grows. */
export function transcriptOf(lines: readonly Line[], history: History): Transcript {
  const tree = growTree(lines);
  const chain = chainOf(tree, history);
  return { lines, tree, chain, turns: gatherTurns(chain, tree, history) };
}
