import { type Author, massgen } from '../message/author.ts';
import type { Message } from '../message/message.ts';
import type { Fault } from '../shared/faults.ts';
import { toFault } from '../shared/faults.ts';
import type { Ids } from '../shared/ids.ts';
import { type News, type Viewed, withoutEarlier } from '../view/viewed.ts';
import type { Heard } from './backend.ts';
import { allowedTools, type Ballot, judgedOn } from './ballot.ts';
import { callModel, type ModelDeps } from './call-model.ts';
import type { CallRecord } from './call-record.ts';
import { bounded, type Compose, composer, resultOf, text } from './conversation.ts';
import { callsIn, type Decided, type Reading, readDecision } from './decision.ts';
import { choiceText, newsText, reminderText, researchText } from './prompt.ts';
import type { Tool } from './tool.ts';
import type { Toolbox } from './toolbox.ts';

/** Replies that an agent may need to come to a valid decision. */
export const MAX_ATTEMPTS = 3;
/** Replies in one turn that may use tools before it decides. */
const MAX_USES = 24;

const RECORDED = 'Recorded.';
const NOT_RUN = 'Not run: no more tools can be used in this turn.';

export interface DecisionDeps extends ModelDeps {
  readonly ids: Ids;
  /** Hears what a backend did in the midst of a call, where that is shared as it happens. */
  readonly onDid?: (messages: readonly Message[]) => void;
  /** Before each call: what has landed meanwhile. Throws when there must be no further call. */
  readonly look: (calls: readonly CallRecord[], viewed: Viewed) => Promise<Sight>;
}

/** What an agent has before it at one moment. */
export interface Sight {
  readonly ballot: Ballot;
  /** What it is to be shown besides, if there is anything. */
  readonly news?: News | undefined;
}

/** One agent, about to decide. */
export interface Scene {
  readonly author: Author;
  readonly anonymousId: string;
  readonly nonce: string;
  /** Those that decide. */
  readonly tools: readonly Tool[];
  /** Those that may be used before. */
  readonly toolbox: Toolbox;
  /** Model calls that this agent has made in this run. */
  readonly callsBefore: number;
  /** All that it is told, up to and with what this turn asks. */
  readonly conversation: readonly Message[];
  /** How much of the conversation is in the log already. */
  readonly recorded: number;
  /** What the conversation shows it may decide. */
  readonly ballot: Ballot;
  /** What the conversation shows of the context beside answers. */
  readonly viewed: Viewed;
  readonly signal: AbortSignal;
}

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

/** A turn under way. */
interface Turn {
  readonly deps: DecisionDeps;
  readonly scene: Scene;
  readonly compose: Compose;
  readonly conversation: Message[];
  readonly calls: CallRecord[];
  viewed: Viewed;
  /** What it was last shown that it may decide. */
  ballot: Ballot;
  /** What it was told in the midst of the call that is under way. */
  heard: Message[];
}

async function decide(turn: Turn): Promise<TurnOutcome> {
  const { scene, conversation, calls } = turn;
  const isUsable = (name: string) => scene.toolbox.tools.some((tool) => tool.name === name);
  await lookIntoIt(turn);
  let problem = '';
  for (let attempt = 0, uses = 0; attempt < MAX_ATTEMPTS; ) {
    await keepUp(turn);
    const tools = [...scene.tools, ...scene.toolbox.tools];
    const { message, said } = await ask(turn, tools, allowed(scene, turn.ballot));
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

const allowed = ({ toolbox }: Scene, ballot: Ballot): readonly string[] => [
  ...allowedTools(ballot),
  ...toolbox.tools.map(({ name }) => name),
];

/** One model call: what came back, and how it joins the conversation. */
async function ask(turn: Turn, tools: readonly Tool[], allowedNow: readonly string[]) {
  const { deps, scene, conversation, calls } = turn;
  const { reply, record } = await callModel(deps, {
    messages: conversation,
    tools,
    allowedTools: allowedNow,
    sequence: scene.callsBefore + calls.length,
    signal: scene.signal,
    ...(deps.backend.hears && { hear: () => hear(turn) }),
    ...(deps.onDid && deps.backend.hears && { did: (steps) => did(turn, steps) }),
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

/** What it did is told under its name; which model it was is known when the call is over. */
function did({ deps, scene }: Turn, steps: readonly Message[]): void {
  const author = { ...scene.author, backend: deps.backend.type };
  deps.onDid?.(
    steps.map((step) => bounded(step.role === 'assistant' ? { ...step, author } : step)),
  );
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

/** Looks what has landed, and adds it to the conversation. */
async function keepUp(turn: Turn): Promise<void> {
  const { deps, calls } = turn;
  const { ballot, news } = await deps.look(calls, turn.viewed);
  if (news) show(turn, news);
  const answers = answersNews(turn, ballot);
  if (answers !== undefined) say(turn, answers);
  turn.ballot = ballot;
}

/**
 * The same for an agent that is at work: what it is told now joins the conversation behind what it
 * did. What would take the place of earlier news has to wait.
 */
async function hear(turn: Turn): Promise<Heard | undefined> {
  const { deps, scene, calls, compose } = turn;
  const { ballot, news } = await deps.look(calls, turn.viewed);
  const more = news?.viewed.laying === turn.viewed.laying ? news : undefined;
  const answers = answersNews(turn, ballot);
  if (answers !== undefined) turn.ballot = ballot;
  if (more) turn.viewed = more.viewed;
  const words = [more?.text, answers].filter((one) => one !== undefined).join('\n\n');
  if (words === '') return undefined;
  turn.heard.push(compose('user', massgen, [text(words)]));
  return { text: words, allowedTools: allowed(scene, turn.ballot) };
}

/** The answers that have come since it was last shown what stands. */
function answersNews({ ballot: before, scene }: Turn, ballot: Ballot): string | undefined {
  const shown = judgedOn(before);
  const isNews = ballot.candidates.some(({ agent, version }) => shown[agent] !== version);
  return isNews ? newsText(ballot, scene.anonymousId, shown, scene.nonce) : undefined;
}

/** News that are laid anew take the place of all that was shown before. */
function show(turn: Turn, { text: words, viewed }: News) {
  const { conversation, scene } = turn;
  if (viewed.laying > turn.viewed.laying)
    conversation.splice(0, Infinity, ...withoutEarlier(conversation, viewed.laying, scene.nonce));
  say(turn, words);
  turn.viewed = viewed;
}

/** Adds to what was said last when that was not the model, so that turns alternate. */
function say({ compose, conversation }: Turn, words: string) {
  const last = conversation.at(-1);
  if (last?.role !== 'user') conversation.push(compose('user', massgen, [text(words)]));
  else conversation.splice(-1, 1, { ...last, parts: [...last.parts, text(`\n\n${words}`)] });
}

const problemIn = (reading: Exclude<Reading, { kind: 'decided' }>): string => {
  if (reading.kind === 'silent') return reading.problem;
  if (reading.kind === 'working') return 'It went on using tools and did not decide.';
  return [...reading.problems.values()].join(' ');
};

const correction = (reading: Reading) => (place: number) =>
  (reading.kind === 'invalid' && reading.problems.get(place)) || 'Decide now.';

/** What the calls of a reply came to: the results of tools, and a word about each decision. */
async function answered(
  { scene, compose }: Turn,
  said: Message,
  word: (place: number) => string,
  mayUse: boolean,
): Promise<Message> {
  const { toolbox, signal } = scene;
  const isTool = (name: string) => toolbox.tools.some((tool) => tool.name === name);
  const results = callsIn(said).map(async (call, place) => {
    if (!isTool(call.name)) return resultOf(call.id, word(place), word(place) !== RECORDED);
    return mayUse ? toolbox.call(call, signal) : resultOf(call.id, NOT_RUN, true);
  });
  return bounded(compose('tool', massgen, await Promise.all(results)));
}
