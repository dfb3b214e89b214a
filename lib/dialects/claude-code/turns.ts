import type { Chain, History } from './chain.ts';
import type { Entry } from './line.ts';
import { answeredIn, calledIn, replyOf, silenceOf } from './speech.ts';
import type { Tree } from './tree.ts';

/** The entries of one message, in the order in which they were written. */
export type Turn = readonly [Entry, ...Entry[]];

/** An assistant's reply: its lines, and what answers its calls without being on the chain. */
interface Reply {
  readonly lines: Set<Entry>;
  readonly calls: Set<string>;
  readonly results: Entry[];
}

/**
 * The messages of a conversation. Calls that were made together branch, and only one branch is on
 * the chain: the others, with what they gave, belong to it all the same.
 */
export function gatherTurns(chain: Chain, tree: Tree, history: History): readonly Turn[] {
  const spoken = chain.entries.filter((entry) => silenceOf(entry, history) === undefined);
  const replies = repliesIn(spoken);
  const told = new Set(chain.entries);
  const strays = tree.entries.filter(
    (entry) => !told.has(entry) && !chain.compacted.has(entry) && isStray(entry, history),
  );
  addStrays(replies, strays, new Set(spoken.flatMap(answeredIn)));
  return lineUp(spoken, replies);
}

const isStray = (entry: Entry, history: History) =>
  entry.type !== 'attachment' && silenceOf(entry, history) === undefined;

function repliesIn(spoken: readonly Entry[]): ReadonlyMap<string, Reply> {
  const replies = new Map<string, Reply>();
  for (const entry of spoken.filter(isAssistant)) {
    const reply = replies.get(replyOf(entry)) ?? emptyReply();
    addLine(entry, reply);
    replies.set(replyOf(entry), reply);
  }
  return replies;
}

const emptyReply = (): Reply => ({ lines: new Set(), calls: new Set(), results: [] });

function addLine(entry: Entry, { lines, calls }: Reply): void {
  lines.add(entry);
  for (const call of calledIn(entry)) calls.add(call);
}

const isAssistant = ({ type }: Entry) => type === 'assistant';

function addStrays(
  replies: ReadonlyMap<string, Reply>,
  strays: readonly Entry[],
  answered: Set<string>,
): void {
  const replyBy = new Map<string, Reply>();
  for (const reply of replies.values())
    for (const { uuid } of reply.lines) replyBy.set(uuid, reply);
  for (const entry of strays.filter(isAssistant)) {
    const reply = replies.get(replyOf(entry));
    if (!reply || !isBeside(entry, reply, replyBy)) continue;
    addLine(entry, reply);
    replyBy.set(entry.uuid, reply);
  }
  for (const entry of strays) addResult(entry, replyBy, answered);
}

/** It follows a line of its reply, or what the first of them follows. */
function isBeside({ parent }: Entry, reply: Reply, replyBy: ReadonlyMap<string, Reply>): boolean {
  const [first] = reply.lines;
  return parent === undefined
    ? first?.parent === undefined
    : replyBy.get(parent) === reply || parent === first?.parent;
}

function addResult(entry: Entry, replyBy: ReadonlyMap<string, Reply>, answered: Set<string>): void {
  const calls = entry.type === 'user' ? answeredIn(entry) : [];
  if (calls.length === 0 || calls.some((call) => answered.has(call))) return;
  const source = entry.value['sourceToolAssistantUUID'];
  const reply =
    replyBy.get(entry.parent ?? '') ?? replyBy.get(typeof source === 'string' ? source : '');
  if (!reply || !calls.every((call) => reply.calls.has(call))) return;
  reply.results.push(entry);
  for (const call of calls) answered.add(call);
}

/** Results stand behind their calls, as they were written. */
function lineUp(spoken: readonly Entry[], replies: ReadonlyMap<string, Reply>): readonly Turn[] {
  const turns: Turn[] = [];
  let waiting: Entry[] = [];
  for (const entry of spoken.filter((one) => isFirst(one, replyAt(one, replies)))) {
    const reply = replyAt(entry, replies);
    for (const result of takeBefore(entry, waiting)) turns.push([result]);
    turns.push(reply ? inOrder(entry, reply) : [entry]);
    waiting = reply?.results.toReversed() ?? waiting;
  }
  return [...turns, ...waiting.toReversed().map((entry): Turn => [entry])];
}

const replyAt = (entry: Entry, replies: ReadonlyMap<string, Reply>): Reply | undefined =>
  isAssistant(entry) ? replies.get(replyOf(entry)) : undefined;

/** The first line of its reply, or of none. */
function isFirst(entry: Entry, reply: Reply | undefined): boolean {
  const [first = entry] = reply?.lines ?? [];
  return first === entry;
}

/** Another result waits for those that were written before it, all else waits for all of them. */
function takeBefore(next: Entry, waiting: Entry[]): readonly Entry[] {
  if (waiting.length === 0) return [];
  const end = answeredIn(next).length > 0 ? next.line : Number.POSITIVE_INFINITY;
  const taken: Entry[] = [];
  for (let at = waiting.at(-1); at && at.line < end; at = waiting.at(-1)) {
    taken.push(at);
    waiting.pop();
  }
  return taken;
}

function inOrder(entry: Entry, { lines }: Reply): Turn {
  const [first = entry, ...others] = [...lines].sort((left, right) => left.line - right.line);
  return [first, ...others];
}
