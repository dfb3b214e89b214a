import { type Author, massgen } from '../message/author.ts';
import type { Message } from '../message/message.ts';
import type { Part } from '../message/part.ts';
import type { Fault } from '../shared/faults.ts';
import { toFault } from '../shared/faults.ts';
import type { Ids } from '../shared/ids.ts';
import { allowedTools, type Ballot, judgedOn } from './ballot.ts';
import { callModel, type ModelDeps } from './call-model.ts';
import type { CallRecord } from './call-record.ts';
import { bounded, type Compose, composer, resultOf, text } from './conversation.ts';
import { type Decided, NO_CALL, readDecision } from './decision.ts';
import { newsText, reminderText } from './prompt.ts';
import type { Tool } from './tool.ts';

/** Replies that an agent may need to come to a valid decision. */
export const MAX_ATTEMPTS = 3;

export interface DecisionDeps extends ModelDeps {
  readonly ids: Ids;
  /** Before each call: what has landed meanwhile. Throws when there must be no further call. */
  readonly look: (calls: readonly CallRecord[]) => Promise<Ballot>;
}

/** One agent, about to decide. */
export interface Scene {
  readonly author: Author;
  readonly anonymousId: string;
  readonly nonce: string;
  readonly tools: readonly Tool[];
  /** Model calls that this agent has made in this run. */
  readonly callsBefore: number;
  /** All that it is told, up to and with what this turn asks. */
  readonly conversation: readonly Message[];
  /** How much of the conversation is in the log already. */
  readonly recorded: number;
  /** What the conversation shows it may decide. */
  readonly ballot: Ballot;
  readonly signal: AbortSignal;
}

export type TurnOutcome =
  | {
      readonly kind: 'decided';
      readonly decided: Decided;
      /** The answers it had before its eyes. */
      readonly judged: Readonly<Record<string, number>>;
      /** What this turn adds to its conversation. */
      readonly messages: readonly Message[];
      readonly calls: readonly CallRecord[];
    }
  | { readonly kind: 'undecided'; readonly problem: string; readonly calls: readonly CallRecord[] }
  | { readonly kind: 'failed'; readonly fault: Fault; readonly calls: readonly CallRecord[] };

/** Asks an agent until it decides, telling it each time what was wrong and what is new. */
export async function makeDecision(deps: DecisionDeps, scene: Scene): Promise<TurnOutcome> {
  const compose = composer(deps);
  const conversation = [...scene.conversation];
  const calls: CallRecord[] = [];
  let { ballot } = scene;
  let problem = '';
  try {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      ballot = await keepUp(deps, scene, compose, conversation, ballot, calls);
      const { reply, record } = await callModel(deps, {
        messages: conversation,
        tools: scene.tools,
        allowedTools: allowedTools(ballot),
        sequence: scene.callsBefore + calls.length,
        signal: scene.signal,
      });
      calls.push(record);
      const said = bounded({ ...reply.message, author: authorOf(scene, record) });
      conversation.push(said);
      const reading = readDecision(reply.message, ballot);
      if (reading.kind === 'decided') {
        conversation.push(acknowledged(compose, said));
        const messages = conversation.slice(scene.recorded);
        return { ...reading, judged: judgedOn(ballot), messages, calls };
      }
      problem = [...reading.problems.values()].join(' ');
      conversation.push(corrected(compose, reading.problems, ballot));
    }
  } catch (error) {
    return { kind: 'failed', fault: toFault(error), calls };
  }
  return { kind: 'undecided', problem, calls };
}

const authorOf = ({ author }: Scene, { backend, model }: CallRecord): Author => ({
  ...author,
  backend,
  model,
});

/** Looks whether answers have landed, and adds them to the conversation. */
async function keepUp(
  deps: DecisionDeps,
  scene: Scene,
  compose: Compose,
  conversation: Message[],
  before: Ballot,
  calls: readonly CallRecord[],
): Promise<Ballot> {
  const ballot = await deps.look(calls);
  const shown = judgedOn(before);
  const isNews = ballot.candidates.some(({ agent, version }) => shown[agent] !== version);
  if (isNews) say(compose, conversation, newsText(ballot, scene.anonymousId, shown, scene.nonce));
  return ballot;
}

/** Adds to what was said last when that was not the model, so that turns alternate. */
function say(compose: Compose, conversation: Message[], words: string) {
  const last = conversation.at(-1);
  if (last?.role !== 'user') conversation.push(compose('user', massgen, [text(words)]));
  else conversation.splice(-1, 1, { ...last, parts: [...last.parts, text(`\n\n${words}`)] });
}

function corrected(
  compose: Compose,
  problems: ReadonlyMap<string, string>,
  ballot: Ballot,
): Message {
  const silent = problems.get(NO_CALL);
  if (silent) return compose('user', massgen, [text(reminderText(silent, ballot))]);
  return compose(
    'tool',
    massgen,
    [...problems].map(([call, problem]) => resultOf(call, problem, true)),
  );
}

function acknowledged(compose: Compose, said: Message): Message {
  const results = said.parts.flatMap((part): Part[] =>
    part.type === 'tool_call' ? [resultOf(part.id, 'Recorded.', false)] : [],
  );
  return compose('tool', massgen, results);
}
