import { Fault } from '../../core/shared/faults.ts';
import type { Json } from '../../core/shared/json.ts';
import type { Extraction } from '../conversation.ts';
import { linesIn } from '../lines-in.ts';
import { translateEach } from '../lossy.ts';
import type { History } from './chain.ts';
import { keepLines } from './keep-lines.ts';
import { readTurn } from './read-turn.ts';
import { sideLosses } from './side-losses.ts';
import { type Subagent, subagentsIn } from './subagents.ts';
import { readTranscript, type Transcript } from './transcript.ts';

interface TranscriptExtraction extends Extraction {
  /** The threads that calls of this one started, each in a file of its own. */
  readonly subagents: readonly Subagent[];
}

/**
 * The conversation of a Claude Code transcript: of its text, its lines, or `{ lines }`; of a session
 * or of a subagent. `history` says what becomes of what was compacted: the summary stands for it,
 * unless `whole` is asked for. All lines are kept in the messages' native forms. Throws
 * `context.invalid` where no line is one of a transcript.
 */
export function extract(body: Json, history: History = 'summary'): TranscriptExtraction {
  const texts = linesIn(body);
  const transcript = readTranscript(texts, history);
  if (!transcript.lines.some(isKnown))
    throw new Fault('context.invalid', { problem: 'No line is one of a Claude Code transcript.' });
  const { lines, tree, chain, turns } = transcript;
  const { value: messages, losses } = translateEach(keepLines(texts, turns), readTurn);
  const told = new Set(turns.flatMap((turn) => turn.map(({ line }) => line)));
  return {
    messages,
    losses: [...losses, ...sideLosses({ lines, tree, chain, history, told })],
    subagents: subagentsIn(turns),
  };
}

const isKnown = (line: Transcript['lines'][number]) =>
  line.kind === 'entry' || (line.kind === 'side' && line.type !== '');
