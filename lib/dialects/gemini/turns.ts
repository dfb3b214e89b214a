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

function addTurn(before: Lossy<readonly Turn[]>, turn: Turn): Lossy<readonly Turn[]> {
  const last = before.value.at(-1);
  if (last?.speaker !== 'model' || turn.speaker !== 'model' || !calls(turn.content))
    return { ...before, value: [...before.value, turn] };
  const parts = [...partsIn(last.content), ...partsIn(turn.content)];
  const joined: Turn = { ...last, content: { role: 'model', parts } };
  return lossy(
    [...before.value.slice(0, -1), joined],
    ...before.losses,
    loss('turn', turn.at, 'joined to the turn before'),
  );
}

const calls = (content: WireContent) =>
  partsIn(content).some((part) => isJsonObject(part) && memberNames(part).includes('functionCall'));
