import { chainOf } from '../../dialects/claude-code/chain.ts';
import type { Entry } from '../../dialects/claude-code/line.ts';
import { growTree } from '../../dialects/claude-code/tree.ts';
import { isJsonObject } from '../../dialects/json-object.ts';
import type { Growing } from './growing.ts';

/** A branch of a context, as marks name it. */
export interface Stream {
  readonly context: string;
  readonly branch: string;
}

/** How a text begins that shows a session all there is up to a version. */
export const markOf = ({ context, branch }: Stream, version: number): string =>
  `[massgen ${context} ${branch}@${version}]`;

const MARK = /^\[massgen ([\w.-]+) ([\w.-]+)@(\d{1,15})\]/;

/**
 * Up to which version a session has been shown a stream, as far as it is still part of its
 * conversation: a mark that was rewound past counts no more, one from before a compaction or a fork
 * does. What is quoted behind a mark begins no text, so nobody's words are taken for one.
 */
export function shownIn({ lines }: Growing, { context, branch }: Stream): number {
  const { entries } = chainOf(growTree(lines), 'whole');
  return entries.flatMap(textsOfHooks).reduce((shown, text) => {
    const [, ofContext, ofBranch, version] = MARK.exec(text) ?? [];
    return ofContext === context && ofBranch === branch ? Math.max(shown, Number(version)) : shown;
  }, 0);
}

/** What hooks told the model; as Claude Code 2.1.330 notes it. */
function textsOfHooks({ type, value }: Entry): readonly string[] {
  const attachment = value['attachment'];
  if (type !== 'attachment' || !isJsonObject(attachment)) return [];
  const { type: kind, content } = attachment;
  if (kind !== 'hook_additional_context' || !Array.isArray(content)) return [];
  return content.filter((text) => typeof text === 'string');
}
