import { type Author, massgen } from '../message/author.ts';
import type { Message } from '../message/message.ts';
import type { Fault } from '../shared/faults.ts';
import { toFault } from '../shared/faults.ts';
import type { Viewed } from '../view/viewed.ts';
import { judgedOn } from './ballot.ts';
import { callModel } from './call-model.ts';
import type { CallRecord } from './call-record.ts';
import { bounded, composer, resultOf } from './conversation.ts';
import { callsIn, type Decided, type Reading, readDecision } from './decision.ts';
import { choiceText, reminderText, researchText } from './prompt.ts';
import type { Tool } from './tool.ts';
import { has } from './toolbox.ts';
import {
  allowed,
  type DecisionDeps,
  hear,
  keepUp,
  readingOf,
  type Scene,
  say,
  type Turn,
  toolboxOf,
} from './turn.ts';

/** Replies that an agent may need to come to a valid decision. */
export const MAX_ATTEMPTS = 3;
/** Replies in one turn that may use tools before it decides. */
const MAX_USES = 24;

const RECORDED = 'Recorded.';
const NOT_RUN = 'Not run: no more tools can be used in this turn.';

export type TurnOutcome =
  | {
      readonly kind: 'decided';
      readonly decided: Decided;
      /** The answers it had before its eyes. */
      readonly judged: Readonly<Record<string, number>>;
      /** What else of the context it had before its eyes. */
      readonly viewed: Viewed;
      /** What this turn adds to its conversation. */
      readonly messages: readonly Message[];
      readonly calls: readonly CallRecord[];
    }
  | { readonly kind: 'undecided'; readonly problem: string; readonly calls: readonly CallRecord[] }
  | { readonly kind: 'failed'; readonly fault: Fault; readonly calls: readonly CallRecord[] };

/** Asks an agent until it decides, telling it each time what was wrong and what is new. */
export async function makeDecision(deps: DecisionDeps, scene: Scene): Promise<TurnOutcome> {
  const turn: Turn = {
    deps,
    scene,
    compose: composer(deps),
    conversation: [...scene.conversation],
    viewed: scene.viewed,
    ballot: scene.ballot,
    heard: [],
    calls: [],
  };
  try {
    return await decide(turn);
  } catch (error) {
    return { kind: 'failed', fault: toFault(error), calls: turn.calls };
  }
}

async function decide(turn: Turn): Promise<TurnOutcome> {
  const { scene, conversation, calls } = turn;
  const isUsable = (name: string) => has(toolboxOf(turn), name);
  await lookIntoIt(turn);
  let problem = '';
  for (let attempt = 0, uses = 0; attempt < MAX_ATTEMPTS; ) {
    await keepUp(turn);
    const tools = [...scene.tools, ...toolboxOf(turn).tools];
    const { message, said } = await ask(turn, tools, allowed(turn));
    const { ballot } = turn;
    const reading = readDecision(message, ballot, isUsable);
    if (reading.kind === 'decided') {
      conversation.push(await answered(turn, said, () => RECORDED, false));
      const messages = conversation.slice(scene.recorded);
      const { viewed } = turn;
      return { ...reading, judged: judgedOn(ballot), viewed, messages, calls };
    }
    problem = problemIn(reading);
    if (reading.kind === 'silent') say(turn, reminderText(problem, ballot));
    else conversation.push(await answered(turn, said, correction(reading), uses < MAX_USES));
    if (reading.kind === 'working' && uses < MAX_USES) uses += 1;
    else attempt += 1;
  }
  return { kind: 'undecided', problem, calls };
}

/** One model call: what came back, and how it joins the conversation. */
async function ask(turn: Turn, tools: readonly Tool[], allowedNow: readonly string[]) {
  const { deps, scene, conversation, calls } = turn;
  const within = readingOf(turn);
  const { reply, record } = await callModel(deps, {
    messages: conversation,
    tools,
    allowedTools: allowedNow,
    sequence: scene.callsBefore + calls.length,
    signal: scene.signal,
    ...(deps.backend.hears && { hear: () => hear(turn), ...(within && { within }) }),
    ...(deps.sharer && { sharer: deps.sharer }),
  });
  calls.push(record);
  const author = authorOf(scene, record);
  const said = bounded({ ...reply.message, author });
  const steps = reply.steps?.map((step) =>
    bounded(step.role === 'assistant' ? { ...step, author } : step),
  );
  conversation.push(...(steps ?? []), ...turn.heard, said);
  turn.heard = [];
  return { message: reply.message, said };
}

/**
 * Where a maker's own tools cannot stand beside ours, a call of their own comes first, as long as
 * there is an answer to be found.
 */
async function lookIntoIt(turn: Turn): Promise<void> {
  if (turn.deps.backend.builtInTools !== 'apart' || !turn.ballot.mayAnswer) return;
  await keepUp(turn);
  say(turn, researchText());
  await ask(turn, [], []);
  say(turn, choiceText(turn.ballot));
}

const authorOf = ({ author }: Scene, { backend, model }: CallRecord): Author => ({
  ...author,
  backend,
  model,
});

const problemIn = (reading: Exclude<Reading, { kind: 'decided' }>): string => {
  if (reading.kind === 'silent') return reading.problem;
  if (reading.kind === 'working') return 'It went on using tools and did not decide.';
  return [...reading.problems.values()].join(' ');
};

const correction = (reading: Reading) => (place: number) =>
  (reading.kind === 'invalid' && reading.problems.get(place)) || 'Decide now.';

/** What the calls of a reply came to: the results of tools, and a word about each decision. */
async function answered(
  turn: Turn,
  said: Message,
  word: (place: number) => string,
  mayUse: boolean,
): Promise<Message> {
  const { compose, scene } = turn;
  const toolbox = toolboxOf(turn);
  const results = callsIn(said).map(async (call, place) => {
    if (!has(toolbox, call.name)) return resultOf(call.id, word(place), word(place) !== RECORDED);
    return mayUse ? toolbox.call(call, scene.signal) : resultOf(call.id, NOT_RUN, true);
  });
  return bounded(compose('tool', massgen, await Promise.all(results)));
}
