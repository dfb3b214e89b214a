import type { Message } from '../../core/message/message.ts';
import { type HeldTurn, heldTurns } from '../../dialects/claude-code/held-turns.ts';
import { renderResults } from '../../dialects/claude-code/render-results.ts';
import { Entry } from './entry.ts';
import { follow } from './follow.ts';

/** How a session goes on with a conversation that it holds the beginning of. */
export interface GoingOn {
  /** What is hung on what it holds, before it is asked anything. */
  readonly entries: readonly Entry[];
  /** What it is asked; none: to go on where it was cut off. */
  readonly asked: readonly Message[];
  /** What it had said and done already, and nobody has heard of. */
  readonly done: readonly Entry[];
}

/**
 * Whether a session holds the beginning of a conversation, told by the marks in it, and how it goes
 * on then. Undefined: it holds something else, because the view was laid anew, another backend has
 * answered meanwhile, or something was taken back.
 */
export function goOn(
  entries: readonly Entry[],
  conversation: readonly Message[],
  session: { readonly sessionId: string; readonly now: string },
): GoingOn | undefined {
  const held = heldTurns(entries.map((entry) => JSON.stringify(entry)));
  const { turns } = held;
  const { upTo, at, asksAnew } = follow(conversation, held);
  const extra = turns.slice(at + 1);
  const tail = conversation.slice(upTo);
  if (upTo === 0 || asksAnew.some((message) => message !== conversation.at(-1))) return undefined;
  if (extra.some(({ speaker }) => speaker !== 'tool'))
    return tail.length > 0 ? undefined : cutOff(entries, extra, asksAnew);
  const answers = tail.filter(({ role }) => role === 'tool');
  const asked = tail.slice(answers.length);
  if (asked.some(({ role }) => role !== 'user')) return undefined;
  if (answers.length === 0) return { entries: [], asked: [...asksAnew, ...asked], done: [] };
  const reply = conversation[upTo - 1];
  const last = turns[at]?.last;
  if (reply?.role !== 'assistant' || last === undefined) return undefined;
  const lines = renderResults(reply, answers, last, session);
  return { entries: lines.map((line) => Entry.parse(line)), asked, done: [] };
}

/** What it did after it was asked is its own work of this turn, which nobody has heard of. */
function cutOff(
  entries: readonly Entry[],
  extra: readonly HeldTurn[],
  asked: readonly Message[],
): GoingOn {
  const lines = new Set(extra.flatMap(({ lines }) => lines));
  return { entries: [], asked, done: entries.filter((_, line) => lines.has(line)) };
}
