import { ownCallsIn } from '../../claude-code/sharing/own-calls.ts';
import { rangeOf, type Thread } from '../../claude-code/sharing/thread.ts';
import { speaking, toDeed, withOrigin } from '../../claude-code/sharing/to-deed.ts';
import { type Utterance, utterancesIn } from '../../claude-code/sharing/utterances.ts';
import { bounded } from '../../core/agent/conversation.ts';
import type { Deed, Sharer } from '../../core/agent/deed.ts';
import type { Json } from '../../core/shared/json.ts';
import { answeredIn } from '../../dialects/claude-code/speech.ts';
import { stringIn } from '../../dialects/json-object.ts';
import type { Folded } from './fold.ts';
import { emptyStrand, type Strand } from './strand.ts';
import { messagesIn } from './to-reply.ts';

/**
 * What an event has brought to its end, as a person's session is shared: what was said and done, by
 * subagents in threads of their own, and summaries. What the agent says itself is its conversation in
 * the log as well, so that is shared whole.
 */
export function toDeeds(before: Folded, now: Folded, sharer: Sharer): readonly Deed[] {
  const own = freshIn(before.own, now.own).flatMap((said) => ownDeed(said, sharer));
  const others = [...now.subagents].flatMap(([agent, strand]) => {
    const { call = '' } = strand;
    return freshIn(before.subagents.get(agent) ?? emptyStrand, strand).flatMap((said) =>
      otherDeed(said, sharer, { session: sessionOf(said), subagent: { agent, call } }),
    );
  });
  return [...own, ...others];
}

interface Said extends Utterance {
  /** Whether a call was one of our tools. */
  readonly isOwn: (call: string) => boolean;
}

function freshIn(before: Strand, now: Strand): readonly Said[] {
  if (before === now) return [];
  const known = new Set(utterancesIn(before, before.isOver).map(rangeOf));
  const utterances = utterancesIn(now, now.isOver);
  const own = ownCallsIn(utterances);
  return utterances
    .filter((utterance) => !known.has(rangeOf(utterance)))
    .map((utterance) => ({ ...utterance, isOwn: (call) => own.has(call) }));
}

const sessionOf = ({ turn: [{ value }] }: Utterance) => stringIn(value, 'sessionId');

function ownDeed(said: Said, sharer: Sharer): readonly Deed[] {
  const thread = { session: sessionOf(said) };
  if (said.kind === 'summary') return otherDeed(said, sharer, thread);
  if (isWordOfOurs(said)) return [];
  return messagesIn(said.turn).map(({ usage: _, ...message }) => {
    const author = speaking(message, sharer.agent);
    const body = bounded({ ...message, author }) as unknown as Json; // members that are undefined aside
    const put = { op: 'put' as const, item: `${sharer.area}${message.id}`, kind: said.kind, body };
    return { author, operations: withOrigin([put], said, thread) };
  });
}

/** What our tools say at first: the real result is the coordination's to tell. */
function isWordOfOurs({ turn: [entry], isOwn }: Said): boolean {
  const answered = answeredIn(entry);
  return answered.length > 0 && answered.every(isOwn);
}

function otherDeed(said: Said, { agent, area }: Sharer, thread: Thread): readonly Deed[] {
  const place = { item: `${area}${said.first}`, isOwn: said.isOwn };
  const deed = toDeed(said, thread, { agent, visibility: 'shared' }, place);
  return deed ? [deed] : [];
}
