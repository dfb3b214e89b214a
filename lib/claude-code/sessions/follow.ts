import { type Message, textOf } from '../../core/message/message.ts';
import type { HeldConversation, HeldTurn } from '../../dialects/claude-code/held-turns.ts';
import { GO_ON, markFor, markOf } from './mark.ts';

/** How far a session follows a conversation. */
export interface Following {
  /** The first message that it does not hold. */
  readonly upTo: number;
  /** The place of the last turn that is one of the conversation. */
  readonly at: number;
  /** What it was asked in other words. */
  readonly asksAnew: readonly Message[];
}

/** Walks along a conversation as long as a session holds it, in its order, with nothing between. */
export function follow(conversation: readonly Message[], held: HeldConversation): Following {
  const { turns, told } = held;
  const placeOf = new Map(turns.map(({ id }, place) => [id, place]));
  const again = new Set<number>();
  let at = -1;

  const asksAnew: Message[] = [];

  const isNext = (place: number | undefined): place is number =>
    place !== undefined &&
    place > at &&
    turns.slice(at + 1, place).every((turn, on) => again.has(at + 1 + on) || !isNews(turn));

  const placeFor = (message: Message): number | undefined => {
    const own = ownPlace(message, turns, placeOf);
    if (isNext(own)) return own;
    const earlier = inOtherWords(message, turns, at);
    if (!isNext(earlier)) return undefined;
    if (own === undefined) asksAnew.push(message);
    else again.add(own);
    return earlier;
  };

  for (const [upTo, message] of conversation.entries()) {
    const place = placeFor(message);
    if (place === undefined && !wasTold(message, told)) return { upTo, at, asksAnew };
    at = place ?? at;
  }
  return { upTo: conversation.length, at, asksAnew };
}

/** Where a message stands as it is; what the log says in other words stands nowhere. */
function ownPlace(
  message: Message,
  turns: readonly HeldTurn[],
  placeOf: ReadonlyMap<string, number>,
): number | undefined {
  const place = placeOf.get(markOf(message)) ?? placeOf.get(message.id);
  if (place === undefined || message.role !== 'user') return place;
  return turns[place]?.text === textOf(message) ? place : undefined;
}

/** Where a message of this id was asked with another text. */
function inOtherWords(message: Message, turns: readonly HeldTurn[], at: number) {
  if (message.role !== 'user') return undefined;
  const place = turns.findIndex(
    ({ id, text, speaker }, place) =>
      place > at && speaker === 'user' && id === markFor(message, text),
  );
  return place === -1 ? undefined : place;
}

/** A hook told it in the midst of a turn. */
const wasTold = (message: Message, told: readonly string[]) =>
  message.role === 'user' && told.includes(textOf(message));

/** Results go with their calls, and the word to go on says nothing. */
const isNews = ({ speaker, text }: HeldTurn) =>
  speaker === 'assistant' || (speaker === 'user' && text !== GO_ON);
