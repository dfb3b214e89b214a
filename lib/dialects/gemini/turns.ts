import { isJsonObject } from '../json-object.ts';
import { type Lossy, loss, lossless, lossy } from '../lossy.ts';
import { memberNames, partsIn } from './member.ts';
import type { WireContent } from './wire.ts';

/** A content of a request, and what it says first. */
export interface Turn {
  readonly speaker: 'user' | 'model';
  readonly content: WireContent;
  readonly at: string;
}

const OPENING: WireContent = { role: 'user', parts: [{ text: '(The conversation begins.)' }] };

/**
 * Turns in an order that the API takes: a user begins, and the model calls functions only right after
 * a user. 400 "function call turn comes immediately after a user turn":
 * https://github.com/TanStack/ai/issues/894
 */
export function toContents(turns: readonly Turn[]): Lossy<readonly WireContent[]> {
  const { value, losses } = turns.reduce(addTurn, lossless([]));
  const [first] = turns;
  if (first?.speaker === 'user') return { value: value.map(({ content }) => content), losses };
  const opened = loss('first-turn', first?.at ?? 'messages[0]', 'a user speaks before it');
  return {
    value: [OPENING, ...value.map(({ content }) => content)],
    losses: [opened, ...losses],
  };
}

/** A turn that calls joins all that the model said since the user spoke. */
function addTurn({ value, losses }: Lossy<readonly Turn[]>, turn: Turn): Lossy<readonly Turn[]> {
  const from = value.findLastIndex(({ speaker }) => speaker === 'user') + 1;
  const [first, ...others] = [...value.slice(from), turn];
  if (turn.speaker === 'user' || !first || first === turn || !calls(turn.content))
    return { value: [...value, turn], losses };
  const parts = [first, ...others].flatMap(({ content }) => partsIn(content));
  return lossy(
    [...value.slice(0, from), { ...first, content: { role: 'model', parts } }],
    ...losses,
    ...others.map(({ at }) => loss('turn', at, 'joined to the turn before')),
  );
}

const calls = (content: WireContent) =>
  partsIn(content).some((part) => isJsonObject(part) && memberNames(part).includes('functionCall'));
