import type { Entry } from '../../dialects/claude-code/line.ts';
import { isJsonObject } from '../../dialects/json-object.ts';
import { type Growing, wholeOf } from './growing.ts';

/** A branch of a context, as marks name it. */
export interface Stream {
  readonly context: string;
  readonly branch: string;
}

/** All that there is behind one version, up to another. */
export interface Span {
  readonly after: number;
  readonly upTo: number;
}

/** How a text begins that shows a session a span of a stream. */
export const markOf = ({ context, branch }: Stream, { after, upTo }: Span): string =>
  `[massgen ${context} ${branch}@${after > 0 ? `${after}-` : ''}${upTo}]`;

const MARK = /^\[massgen ([\w.-]+) ([\w.-]+)@(?:(\d{1,15})-)?(\d{1,15})\]/;

/**
 * What a session has been shown of a stream, as far as it is still part of its conversation: a mark
 * that was rewound past counts no more, one from before a compaction or a fork does. What is quoted
 * behind a mark begins no text, so nobody's words are taken for one.
 */
export function shownIn({ lines }: Growing, { context, branch }: Stream): readonly Span[] {
  return wholeOf(lines)
    .chain.entries.flatMap(textsOfHooks)
    .flatMap((text) => {
      const [, ofContext, ofBranch, after = 0, upTo] = MARK.exec(text) ?? [];
      const isOfStream = ofContext === context && ofBranch === branch;
      return isOfStream ? [{ after: Number(after), upTo: Number(upTo) }] : [];
    });
}

/** Up to where spans show all there is. */
export const shownUpTo = (spans: readonly Span[]): number =>
  spans
    .toSorted((one, other) => one.after - other.after)
    .reduce((shown, { after, upTo }) => (after <= shown ? Math.max(shown, upTo) : shown), 0);

export const isWithin = (spans: readonly Span[], version: number): boolean =>
  spans.some(({ after, upTo }) => version > after && version <= upTo);

/** What hooks told the model; as Claude Code 2.1.330 notes it. */
function textsOfHooks({ type, value }: Entry): readonly string[] {
  const attachment = value['attachment'];
  if (type !== 'attachment' || !isJsonObject(attachment)) return [];
  const { type: kind, content } = attachment;
  if (kind !== 'hook_additional_context' || !Array.isArray(content)) return [];
  return content.filter((text) => typeof text === 'string');
}
