import * as z from 'zod';
import { callModel } from '../agent/call-model.ts';
import type { CallRecord } from '../agent/call-record.ts';
import { composer, text } from '../agent/conversation.ts';
import { callsIn, MAX_ANSWER_BYTES } from '../agent/decision.ts';
import { decisionTools, NEW_ANSWER } from '../agent/decision-tools.ts';
import { isSilence, newsText, reactorText } from '../agent/react-prompt.ts';
import type { Visibility } from '../context/item.ts';
import type { Operation } from '../context/operation.ts';
import type { RunDeps } from '../coordination/run-deps.ts';
import { massgen } from '../message/author.ts';
import { type Message, textOf } from '../message/message.ts';
import { Fault } from '../shared/faults.ts';
import { nonceFrom } from '../view/fence.ts';
import type { News } from './news.ts';
import { backendTypeOf, type Reactor } from './reactor.ts';

export type ActDeps = Pick<RunDeps, 'clock' | 'ids' | 'costOf' | 'backendFor'> & {
  /** Ends calls early. */
  readonly signal?: AbortSignal;
};

export interface Act {
  readonly call: CallRecord;
  /** What it puts into the context; undefined: it had nothing to say. */
  readonly said: Said | undefined;
}

type Said = Omit<Extract<Operation, { op: 'put' }>, 'op' | 'item'>;

/** One model call on the news, within `milliseconds`. Throws `backend.*`. */
export async function act(
  deps: ActDeps,
  reactor: Reactor,
  news: News,
  sequence: number,
  milliseconds: number,
): Promise<Act> {
  const { agent, run, subscription } = reactor;
  const nonce = nonceFrom(news.seal);
  const compose = composer(deps);
  const timeout = deps.clock.timeout(milliseconds);
  const model = {
    ...deps,
    backend: deps.backendFor({ run, agent, backend: 0, team: [agent.id] }),
    deadline: new Date(deps.clock.now().getTime() + milliseconds),
    onDelta: () => undefined,
  };
  try {
    const { reply, record } = await callModel(model, {
      messages: [
        compose('system', massgen, [text(reactorText(agent.systemMessage, agent.id, nonce))]),
        compose('user', massgen, [text(newsText(news.items, nonce, subscription.budget))]),
      ],
      tools: decisionTools(1).filter(({ name }) => name === NEW_ANSWER),
      allowedTools: [NEW_ANSWER],
      sequence,
      signal: deps.signal ? AbortSignal.any([timeout, deps.signal]) : timeout,
    });
    return { call: record, said: saidIn(reply.message, agent.id, audienceOf(news)) };
  } catch (error) {
    if (!timeout.aborted) throw error;
    throw new Fault('backend.timeout', { backend: backendTypeOf(reactor) });
  }
}

const Answer = z.object({ content: z.string().trim().min(1) });

/** An answer where it gives one, else its words as a note. */
function saidIn(reply: Message, agent: string, visibility: Visibility): Said | undefined {
  const given = callsIn(reply).find(({ name }) => name === NEW_ANSWER);
  const answer = Answer.safeParse(given?.arguments).data;
  if (answer)
    return { kind: 'answer', body: { agent, content: bounded(answer.content) }, visibility };
  const words = textOf(reply).trim();
  return isSilence(words) ? undefined : { kind: 'note', body: bounded(words), visibility };
}

const bounded = (words: string) => words.slice(0, MAX_ANSWER_BYTES).toWellFormed();

/** Whoever may see all of the news may see what is said about it. */
function audienceOf({ items }: News): Visibility {
  const circles = items.flatMap(({ visibility, author }) =>
    visibility === 'shared'
      ? []
      : [[author.agent, ...(visibility === 'private' ? [] : visibility)]],
  );
  const [first, ...others] = circles;
  return first ? first.filter((agent) => others.every((one) => one.includes(agent))) : 'shared';
}
