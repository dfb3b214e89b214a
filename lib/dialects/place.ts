import type { Loss } from '../core/message/loss.ts';
import type { Message, Role } from '../core/message/message.ts';
import type { ContentPart, Part } from '../core/message/part.ts';
import { type Lossy, loss, lossless, lossy, translateAll, translateEach } from './lossy.ts';
import { type PartOf, type Placed, placedParts, type Utterance } from './utterance.ts';

/** What the wire messages of a dialect can hold, and who says it. */
export interface Grammar {
  /** A message that goes out in the form in which it came; undefined: it is rendered. */
  readonly asItCame: (message: Message, index: number) => Lossy<readonly Utterance[]> | undefined;
  /** Whether a thought goes back to who had it. */
  readonly takesThinking: (thinking: PartOf<'thinking'>, message: Message) => boolean;
  /** A part that the server takes: itself, what stands in for it, or nothing. */
  readonly toSendable: (part: ContentPart, at: string) => Lossy<ContentPart | undefined>;
  /** Who can say it, in that message of all: the message's own role where that can. */
  readonly speakerOf: (part: ContentPart, role: Role, message: number) => Role;
  /** Whether one wire message of the assistant can say both, in this order. */
  readonly mayFollow: (before: Part, next: Part) => boolean;
  /** Whether a wire message may hold thinking alone. */
  readonly bareThinking: boolean;
}

/** Deals out what messages say to roles that can say it in a dialect: all of them, or some in a row. */
export const placeMessages = (
  messages: readonly Message[],
  grammar: Grammar,
  from = 0,
  end = messages.length,
): Lossy<readonly Utterance[]> =>
  translateAll(messages.slice(from, end), (message, place) =>
    placeMessage(message, from + place, grammar),
  );

function placeMessage(
  message: Message,
  index: number,
  grammar: Grammar,
): Lossy<readonly Utterance[]> {
  const native = grammar.asItCame(message, index);
  if (native) return native;
  if (message.parts.every(isEmptyText))
    return lossy([], loss('empty-message', `messages[${index}]`, 'left out'));
  const placed = translateAll(placedParts(message, index), (part) =>
    placePart(message, part, grammar),
  );
  const joined = join(placed.value, grammar);
  const losses = [...maskedIn(message, index), ...placed.losses, ...joined.losses];
  return { value: joined.value, losses };
}

/** What was lost before, when the message was written down. */
function maskedIn({ parts, masked }: Message, index: number): readonly Loss[] {
  if (!masked) return [];
  const at = `messages[${index}]`;
  const places = masked.filter((place) => place < parts.length);
  return places.length > 0
    ? places.map((place) => loss('secret', `${at}.parts[${place}]`, 'a mask in its place'))
    : [loss('secret', at, "left out with its maker's form")];
}

const isEmptyText = (part: Part) => part.type === 'text' && part.text === '';

interface Placement {
  readonly speaker: Role;
  readonly placed: Placed;
}

function placePart(
  message: Message,
  placed: Placed,
  grammar: Grammar,
): Lossy<readonly Placement[]> {
  const { part, at } = placed;
  if (isEmptyText(part)) return lossless([]);
  if (part.type === 'thinking') {
    return message.role === 'assistant' && grammar.takesThinking(part, message)
      ? lossless([{ speaker: 'assistant', placed }])
      : lossy([], loss('thinking', at, 'left out'));
  }
  if (part.type === 'tool_call') return inRole('assistant', message, placed);
  if (part.type === 'tool_result') return inRole('tool', message, placed);
  const { value: sendable, losses } = grammar.toSendable(part, at);
  if (!sendable) return { value: [], losses };
  const speaker = grammar.speakerOf(sendable, message.role, placed.message);
  const { value, losses: moved } = inRole(speaker, message, { ...placed, part: sendable });
  return { value, losses: losses.length > 0 ? losses : moved };
}

/** Several makers have users bring the results of tools: that is no other role. */
function inRole(speaker: Role, message: Message, placed: Placed): Lossy<readonly Placement[]> {
  const stays = speaker === message.role || (speaker === 'tool' && message.role === 'user');
  const moved = stays ? [] : [loss('role', placed.at, `said as ${speaker}`)];
  return { value: [{ speaker, placed }], losses: moved };
}

/** Puts neighbours together as far as one wire message can say them in their order. */
function join(placements: readonly Placement[], grammar: Grammar): Lossy<readonly Utterance[]> {
  const utterances: Utterance[] = [];
  const losses: Loss[] = [];
  for (const { speaker, placed } of placements) {
    const last = utterances.at(-1);
    if (last && goesOn(last, speaker, placed, grammar)) {
      utterances.splice(-1, 1, { ...last, parts: [...last.parts, placed] });
      continue;
    }
    if (speaker !== 'tool' && utterances.some((earlier) => earlier.speaker === speaker))
      losses.push(loss('split', placed.at, 'begins a message of its own'));
    utterances.push({ speaker, message: placed.message, parts: [placed] });
  }
  if (grammar.bareThinking) return { value: utterances, losses };
  const spoken = translateAll(utterances, withoutBareThinking);
  return { value: spoken.value, losses: [...losses, ...spoken.losses] };
}

function goesOn({ speaker, parts }: Utterance, next: Role, { part }: Placed, grammar: Grammar) {
  const last = parts.at(-1)?.part;
  if (!last || speaker !== next || next === 'tool') return false;
  return next !== 'assistant' || grammar.mayFollow(last, part);
}

function withoutBareThinking(utterance: Utterance): Lossy<readonly Utterance[]> {
  if (!utterance.parts.every(({ part }) => part.type === 'thinking')) return lossless([utterance]);
  const { losses } = translateEach(utterance.parts, ({ at }) =>
    lossy(undefined, loss('thinking', at, 'left out')),
  );
  return { value: [], losses };
}
