import { type Author, massgen } from '../message/author.ts';
import type { Message } from '../message/message.ts';
import type { Ids } from '../shared/ids.ts';
import { type News, type Viewed, withoutEarlier } from '../view/viewed.ts';
import type { Heard } from './backend.ts';
import { allowedTools, type Ballot, judgedOn } from './ballot.ts';
import type { ModelDeps } from './call-model.ts';
import type { CallRecord } from './call-record.ts';
import { type Compose, text } from './conversation.ts';
import type { Sharer } from './deed.ts';
import { newsText } from './prompt.ts';
import type { Tool } from './tool.ts';
import { joined, type Toolbox } from './toolbox.ts';

export interface DecisionDeps extends ModelDeps {
  readonly ids: Ids;
  /** Where what is done in the midst of a call is shared as it happens. */
  readonly sharer?: Sharer;
  /** Reads whole what the agent is shown in short; undefined: nothing is to be read. */
  readonly reading?: Toolbox | undefined;
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

/** A turn under way. */
export interface Turn {
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

/** How it reads what its conversation shows in short, if that does. */
export const readingOf = ({ deps, viewed }: Turn): Toolbox | undefined =>
  viewed.left > 0 ? deps.reading : undefined;

/** What it may use before it decides. */
export function toolboxOf(turn: Turn): Toolbox {
  const reading = readingOf(turn);
  return reading ? joined(turn.scene.toolbox, reading) : turn.scene.toolbox;
}

/** The tools that it may call now. */
export const allowed = (turn: Turn): readonly string[] => [
  ...allowedTools(turn.ballot),
  ...toolboxOf(turn).tools.map(({ name }) => name),
];

/** Looks what has landed, and adds it to the conversation. */
export async function keepUp(turn: Turn): Promise<void> {
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
export async function hear(turn: Turn): Promise<Heard | undefined> {
  const { deps, calls, compose } = turn;
  const { ballot, news } = await deps.look(calls, turn.viewed);
  const more = news?.viewed.laying === turn.viewed.laying ? news : undefined;
  const answers = answersNews(turn, ballot);
  if (answers !== undefined) turn.ballot = ballot;
  if (more) turn.viewed = more.viewed;
  const words = [more?.text, answers].filter((one) => one !== undefined).join('\n\n');
  if (words === '') return undefined;
  turn.heard.push(compose('user', massgen, [text(words)]));
  return { text: words, allowedTools: allowed(turn) };
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
export function say({ compose, conversation }: Turn, words: string) {
  const last = conversation.at(-1);
  if (last?.role !== 'user') conversation.push(compose('user', massgen, [text(words)]));
  else conversation.splice(-1, 1, { ...last, parts: [...last.parts, text(`\n\n${words}`)] });
}
