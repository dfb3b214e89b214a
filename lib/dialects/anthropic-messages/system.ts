import { isJsonObject } from '../json-object.ts';
import { type Lossy, lossless } from '../lossy.ts';
import type { Utterance } from '../utterance.ts';
import { contentOf, toContent } from './content.ts';
import type { MessagesRequest, WireSystem } from './wire.ts';

interface Split {
  /** What the system says before anyone else speaks. */
  readonly before: readonly Utterance[];
  readonly turns: readonly Utterance[];
}

/** What the system says at first stands by itself. */
export function splitSystem(utterances: readonly Utterance[]): Split {
  const first = utterances.findIndex(({ speaker }) => speaker !== 'system');
  const end = first === -1 ? utterances.length : first;
  return { before: utterances.slice(0, end), turns: joinSystem(utterances.slice(end)) };
}

/** Later it never speaks twice in a row. */
export function joinSystem(turns: readonly Utterance[]): readonly Utterance[] {
  const together: Utterance[] = [];
  for (const turn of turns) {
    const last = together.at(-1);
    if (last && isJoinable(last) && isJoinable(turn))
      together.splice(-1, 1, { ...last, parts: [...last.parts, ...turn.parts] });
    else together.push(turn);
  }
  return together;
}

const isJoinable = ({ speaker, native }: Utterance) => speaker === 'system' && native === undefined;

export function writeSystem(before: readonly Utterance[]): Lossy<Pick<MessagesRequest, 'system'>> {
  const [only] = before;
  if (!only) return lossless({});
  if (before.length === 1 && only.native !== undefined && !isJsonObject(only.native))
    // What came was found to be the system's text when it was read.
    return lossless({ system: only.native as unknown as WireSystem });
  const { value: system, losses } = toContent(before.flatMap(contentOf));
  return { value: system.length > 0 ? { system } : {}, losses };
}
