import type { Loss } from '../core/message/loss.ts';
import type { Message } from '../core/message/message.ts';
import { bringsResult } from './utterance.ts';

/** What the first messages of a conversation became, and what is needed to say those that follow. */
export interface Draft {
  /** How many messages it says. */
  readonly said: number;
  /** Ids of calls that nothing came back for: a result that comes later changes what is written. */
  readonly open: ReadonlySet<string>;
  /** No message that comes later changes what is written, unless it answers a call. */
  readonly isSettled: boolean;
  /** What was lost, by the step that lost it. */
  readonly losses: Losses;
}

export type Losses = readonly (readonly Loss[])[];

/** How a dialect says a conversation, a stretch at a time. */
export interface Drafting<D extends Draft> {
  /** What else decides what is written, such as who reads it. Drafts under another key are of no use. */
  readonly key: string;
  readonly blank: D;
  /** A draft, and behind it what the messages from there up to `end` become. */
  readonly goOn: (draft: D, messages: readonly Message[], end: number) => D;
  /** Whether the dialect has no reason of its own to write anew what the draft says. */
  readonly holds?: (draft: D, messages: readonly Message[]) => boolean;
}

/** Says a conversation to its end. */
export type Drafter<D extends Draft> = (drafting: Drafting<D>, messages: readonly Message[]) => D;

export const inOneGo = <D extends Draft>(
  { blank, goOn }: Drafting<D>,
  messages: readonly Message[],
): D => goOn(blank, messages, messages.length);

/** Drafts that are kept of the last conversation: what was said last may yet be reworded. */
const MAX_KEPT = 3;

/** What is remembered of the last conversation. */
interface Kept<D> {
  readonly key: string;
  readonly messages: readonly Message[];
  /** The longest last. */
  readonly drafts: readonly D[];
}

/**
 * Says a conversation from where it is no longer the one before, and else as `inOneGo` does: the
 * same messages are the same objects, and what is rendered is the same byte for byte.
 */
export function createDrafter<D extends Draft>(): Drafter<D> {
  let kept: Kept<D> = { key: '', messages: [], drafts: [] };
  return (drafting, messages) => {
    const drafts = draftsOf(messages, drafting, stillGood(kept, drafting, messages));
    kept = { key: drafting.key, messages: [...messages], drafts: drafts.slice(-MAX_KEPT) };
    const { blank, goOn } = drafting;
    const last = drafts.at(-1);
    return last?.said === messages.length ? last : goOn(last ?? blank, messages, messages.length);
  };
}

function stillGood<D extends Draft>(
  { key, messages: before, drafts }: Kept<D>,
  drafting: Drafting<D>,
  messages: readonly Message[],
): readonly D[] {
  if (key !== drafting.key) return [];
  const shared = lengthInCommon(before, messages);
  return drafts.filter((draft) => draft.said <= shared && holds(draft, messages, drafting));
}

/** Drafts of a conversation up to each place where it may rest, on top of some that there are. */
function draftsOf<D extends Draft>(
  messages: readonly Message[],
  drafting: Drafting<D>,
  before: readonly D[],
): readonly D[] {
  const drafts = [...before];
  for (const end of restsIn(messages, drafts.at(-1)?.said ?? 0)) {
    const draft = drafting.goOn(drafts.at(-1) ?? drafting.blank, messages, end);
    if (!holds(draft, messages, drafting)) break;
    drafts.push(draft);
  }
  return drafts;
}

function lengthInCommon(before: readonly Message[], now: readonly Message[]): number {
  const end = before.findIndex((message, place) => message !== now[place]);
  return end < 0 ? before.length : end;
}

/** Whether what comes behind a draft leaves it as it is. */
function holds<D extends Draft>(draft: D, messages: readonly Message[], drafting: Drafting<D>) {
  const { said, open, isSettled } = draft;
  if (!isSettled || bringsResult(messages[said])) return false;
  const rest = open.size > 0 ? messages.slice(said) : [];
  return (
    !rest.some((message) => answers(message, open)) && (drafting.holds?.(draft, messages) ?? true)
  );
}

const answers = ({ parts }: Message, open: ReadonlySet<string>) =>
  parts.some((part) => part.type === 'tool_result' && open.has(part.call));

/** The last places from one on where the model is to speak next: nothing said later reaches back over them. */
const restsIn = (messages: readonly Message[], from: number): readonly number[] =>
  messages
    .slice(from)
    .flatMap(({ role }, place) =>
      (role === 'user' || role === 'tool') && !bringsResult(messages[from + place + 1])
        ? [from + place + 1]
        : [],
    )
    .slice(-MAX_KEPT);

/** Losses, and those of more of the conversation, step by step. */
export const moreLosses = (
  before: Losses,
  ...now: readonly { readonly losses: readonly Loss[] }[]
): Losses => now.map(({ losses }, step) => concat(before[step] ?? [], losses));

/** Several lists as one; the first itself where nothing comes behind it. */
export const concat = <T>(before: readonly T[], now: readonly T[]): readonly T[] =>
  now.length === 0 ? before : [...before, ...now];
