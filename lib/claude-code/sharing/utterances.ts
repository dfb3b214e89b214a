import type { Entry } from '../../dialects/claude-code/line.ts';
import { answeredIn, isSummary } from '../../dialects/claude-code/speech.ts';
import { TOLD } from '../../dialects/claude-code/told.ts';
import type { Turn } from '../../dialects/claude-code/turns.ts';
import { stringIn } from '../../dialects/json-object.ts';
import { type Growing, wholeOf } from './growing.ts';
import type { Stretch } from './thread.ts';

/** Something that was said to its end, or the summary that a compaction made. */
export interface Utterance extends Stretch {
  readonly kind: 'message' | 'summary';
  readonly turn: Turn;
}

/**
 * What a conversation says so far, in the order in which it was written, from its first line, across
 * compactions. What was put into it from a context is not said by it. A reply that still goes on is
 * left for later, with what answers it, unless the transcript `isOver`.
 */
export function utterancesIn(
  { lines }: Pick<Growing, 'lines'>,
  isOver: boolean,
): readonly Utterance[] {
  const { turns, chain } = wholeOf(lines);
  const lastOther = turns.findLastIndex(([entry]) => answeredIn(entry).length === 0);
  const last = turns[lastOther];
  const said = (isOver || !last || hasEnded(last) ? turns : turns.slice(0, lastOther))
    .filter(([entry]) => entry.value[TOLD] === undefined)
    .map((turn) => toUtterance('message', turn));
  const summaries = chain.entries
    .filter(isSummary)
    .map((entry) => toUtterance('summary', [entry] as const));
  return [...said, ...summaries].sort(inOrder);
}

/** Whether it says how it ended: a reply that goes on does not, and all else is one line. */
const hasEnded = (turn: Turn): boolean =>
  turn[0].type !== 'assistant' || turn.some(({ message }) => message && endOf(message) !== '');

const endOf = (message: NonNullable<Entry['message']>): string => stringIn(message, 'stop_reason');

const toUtterance = (kind: Utterance['kind'], turn: Turn): Utterance => ({
  kind,
  turn,
  first: turn[0].uuid,
  last: turn.at(-1)?.uuid ?? turn[0].uuid,
});

const inOrder = ({ turn: [one] }: Utterance, { turn: [other] }: Utterance): number =>
  one.line - other.line;
