import * as z from 'zod';
import type { Message } from '../message/message.ts';
import type { Part } from '../message/part.ts';

const count = z.int().nonnegative();

/** What of its context an agent's conversation shows. */
export const Viewed = z.object({
  /** What was written up to here is shown, or was left out. */
  version: count,
  /** Of what is shown. */
  tokens: count,
  /** How often the view was laid anew: what an earlier one showed is shown no longer. */
  laying: count,
  /** Items that the last laying which had to showed in short, or not at all; so from 0 it only rises above 0. */
  left: count,
});
export type Viewed = z.infer<typeof Viewed>;

export const nothingViewed: Viewed = { version: 0, tokens: 0, laying: 0, left: 0 };

/** Something that is to be shown now, and what is shown then. */
export interface News {
  readonly text: string;
  readonly viewed: Viewed;
}

const SHOWN_ANEW = '[What was shared up to here is shown anew further down.]';

/** How a text begins that shows something; nobody else knows the nonce. */
const beginning = (laying: number, nonce: string) => `Shared, ${nonce} ${laying}:`;

export const sharedText = (laying: number, nonce: string, text: string): string =>
  `${beginning(laying, nonce)}\n${text}`;

/** A conversation without what layings before this one showed; a message that shows none stays the same object. */
export const withoutEarlier = (
  messages: readonly Message[],
  laying: number,
  nonce: string,
): readonly Message[] => {
  const past = Array.from({ length: laying }, (_, earlier) => beginning(earlier, nonce));
  const isPast = (part: Part) =>
    part.type === 'text' && past.some((begun) => part.text.trimStart().startsWith(begun));
  const anew = (part: Part): Part => (isPast(part) ? { type: 'text', text: SHOWN_ANEW } : part);
  return messages.map((message) =>
    message.role === 'user' && message.parts.some(isPast)
      ? { ...message, parts: message.parts.map(anew) }
      : message,
  );
};
