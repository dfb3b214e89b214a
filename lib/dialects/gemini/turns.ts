import type { Loss } from '../../core/message/loss.ts';
import { isJsonObject } from '../json-object.ts';
import { type Lossy, loss } from '../lossy.ts';
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
export function toContents(turns: readonly Turn[], begins: boolean): Lossy<readonly WireContent[]> {
  const { value, losses } = joinTurns(turns);
  const [first] = turns;
  if (!begins || first?.speaker === 'user') return { value, losses };
  const opened = loss('first-turn', first?.at ?? 'messages[0]', 'a user speaks before it');
  return { value: [OPENING, ...value], losses: [opened, ...losses] };
}

/** A turn that calls joins all that the model said since the user spoke. */
function joinTurns(turns: readonly Turn[]): Lossy<readonly WireContent[]> {
  const joined: Turn[] = [];
  const losses: Loss[] = [];
  let afterUser = 0;
  for (const turn of turns) {
    const run = turn.speaker === 'model' && calls(turn.content) ? joined.splice(afterUser) : [];
    joined.push(run.reduceRight((next, before) => join(before, next), turn));
    losses.push(
      ...[...run, turn].slice(1).map(({ at }) => loss('turn', at, 'joined to the turn before')),
    );
    if (turn.speaker === 'user') afterUser = joined.length;
  }
  return { value: joined.map(({ content }) => content), losses };
}

const join = (before: Turn, next: Turn): Turn => ({
  ...before,
  content: { role: 'model', parts: [...partsIn(before.content), ...partsIn(next.content)] },
});

const calls = (content: WireContent) =>
  partsIn(content).some((part) => isJsonObject(part) && memberNames(part).includes('functionCall'));
