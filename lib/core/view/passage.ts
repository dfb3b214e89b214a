import type { Item } from '../context/item.ts';
import { type Pointer, pointerTo } from './pointer.ts';
import type { Reading } from './reading.ts';

/** Characters of one thing that are shown. */
export const MAX_SHOWN = 60_000;

/** One thing in a view: words, and the items that they stand for. */
export interface Passage {
  readonly form: 'whole' | 'shortened' | 'summary';
  /** Whose words they are, as the reader is told it. */
  readonly label: string;
  readonly words: string;
  /** With the marks around it. */
  readonly tokens: number;
  /** The item that it is made from first. */
  readonly item: Item;
  /** Where that stands among all there was to be shown; from 0. */
  readonly place: number;
  readonly reading: Reading;
  readonly of: readonly Pointer[];
  /** Stays whole, whatever the budget is. */
  readonly isPinned: boolean;
  /** Which of the reader's subscriptions asked for it; its budget is charged. */
  readonly subscription: number;
}

/** Decisions, and what somebody said is to stay. */
export const isPinned = ({ kind, tags }: Item): boolean =>
  kind === 'answer' || kind === 'vote' || tags.includes('pinned') || tags.includes('decided');

/** Another wording of a passage, with what it says besides. */
export const reworded = (
  passage: Passage,
  { words, form = passage.form, also = [] }: Rewording,
  weigh: Weigh,
): Passage => ({
  ...passage,
  form,
  words,
  tokens: weigh(passage, words),
  of: [...passage.of, ...also.flatMap(({ of }) => of)],
});

/** Tokens of words under a label. */
export type Weigh = (passage: Pick<Passage, 'label'>, words: string) => number;

interface Rewording {
  readonly words: string;
  readonly form?: Passage['form'];
  /** What it stands for as well from now on. */
  readonly also?: readonly Passage[];
}

/** Labels that one passage names of those it stands for. */
const MAX_NAMED = 12;

/** What a passage stands for besides, by its labels. */
export function labelsOf(passages: readonly Passage[]): string {
  const named = passages.slice(0, MAX_NAMED).map(({ label }) => label);
  const more = passages.length - named.length;
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

export const sumOf = (passages: readonly Passage[]): number =>
  passages.reduce((sum, { tokens }) => sum + tokens, 0);

export const ownPointer = ({ item }: Passage): Pointer => pointerTo(item);
