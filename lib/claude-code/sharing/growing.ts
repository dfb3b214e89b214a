import { type Line, readLine } from '../../dialects/claude-code/line.ts';
import { type Transcript, transcriptOf } from '../../dialects/claude-code/transcript.ts';

/** A transcript that is being written, as far as it has been read. */
export interface Growing {
  readonly lines: readonly Line[];
  /** The beginning of a line that is not whole yet. */
  readonly rest: string;
}

export const nothingRead: Growing = { lines: [], rest: '' };

/** What stands in it once more has been written; each line is parsed once. */
export function grow({ lines, rest }: Growing, text: string): Growing {
  const pieces = (rest + text).split('\n');
  const begun = pieces.pop() ?? '';
  const more = pieces.map((piece, place) => readLine(piece, lines.length + place));
  return { lines: more.length > 0 ? [...lines, ...more] : lines, rest: begun };
}

const known = new WeakMap<Growing['lines'], Transcript>();

/** The whole conversation of lines, across compactions; worked out once, until there are more. */
export function wholeOf(lines: Growing['lines']): Transcript {
  const transcript = known.get(lines) ?? transcriptOf(lines, 'whole');
  known.set(lines, transcript);
  return transcript;
}
