import type { Loss } from '../../core/message/loss.ts';
import type { Message, Role } from '../../core/message/message.ts';
import type { Part } from '../../core/message/part.ts';
import { type Lossy, loss, lossless, lossy, translateAll, translateEach } from '../lossy.ts';
import { asItCame, isOwn } from './as-it-came.ts';
import type { Reader } from './quirks.ts';
import { toSendable } from './sendable.ts';
import { type Placed, placedParts, type Utterance } from './utterance.ts';

/** Deals out what messages say to roles that can say it in this dialect. */
export const placeMessages = (
  messages: readonly Message[],
  reader: Reader,
): Lossy<readonly Utterance[]> =>
  translateAll(messages, (message, index) => placeMessage(message, index, reader));

function placeMessage(
  message: Message,
  index: number,
  reader: Reader,
): Lossy<readonly Utterance[]> {
  const native = asItCame(message, index, reader);
  if (native) return native;
  if (message.parts.every(isEmptyText))
    return lossy([], loss('empty-message', `messages[${index}]`, 'left out'));
  const placed = translateAll(placedParts(message, index), (part) =>
    placePart(message, part, reader),
  );
  const joined = join(placed.value);
  return { value: joined.value, losses: [...placed.losses, ...joined.losses] };
}

const isEmptyText = (part: Part) => part.type === 'text' && part.text === '';

interface Placement {
  readonly speaker: Role;
  readonly placed: Placed;
}

/** Who says a part: the message's own role where that can say it. */
function placePart(message: Message, placed: Placed, reader: Reader): Lossy<readonly Placement[]> {
  const { part, at } = placed;
  if (isEmptyText(part)) return lossless([]);
  if (part.type === 'thinking') {
    return isOwn(message, reader)
      ? lossless([{ speaker: 'assistant', placed }])
      : lossy([], loss('thinking', at, 'left out'));
  }
  if (part.type === 'tool_call') return inRole('assistant', message, placed);
  if (part.type === 'tool_result') return inRole('tool', message, placed);
  const { value: sendable, losses } = toSendable(part, at, reader.quirks.form);
  if (!sendable) return { value: [], losses };
  const speaker = speakerOf(sendable, message.role);
  const { value, losses: moved } = inRole(speaker, message, { ...placed, part: sendable });
  return { value, losses: losses.length > 0 ? losses : moved };
}

const speakerOf = (part: Part, role: Role): Role =>
  part.type === 'text' && role !== 'tool' ? role : 'user';

function inRole(speaker: Role, message: Message, placed: Placed): Lossy<readonly Placement[]> {
  const moved = loss('role', placed.at, `said as ${speaker}`);
  return lossy([{ speaker, placed }], ...(speaker === message.role ? [] : [moved]));
}

/** Puts neighbours together as far as one wire message can say them in their order. */
function join(placements: readonly Placement[]): Lossy<readonly Utterance[]> {
  const utterances: Utterance[] = [];
  const losses: Loss[] = [];
  for (const { speaker, placed } of placements) {
    const last = utterances.at(-1);
    if (last && goesOn(last, speaker, placed)) {
      utterances.splice(-1, 1, { ...last, parts: [...last.parts, placed] });
      continue;
    }
    if (speaker !== 'tool' && utterances.some((earlier) => earlier.speaker === speaker))
      losses.push(loss('split', placed.at, 'begins a message of its own'));
    utterances.push({ speaker, message: placed.message, parts: [placed] });
  }
  const spoken = translateAll(utterances, withoutBareThinking);
  return { value: spoken.value, losses: [...losses, ...spoken.losses] };
}

function goesOn({ speaker, parts }: Utterance, next: Role, { part }: Placed): boolean {
  if (speaker !== next || next === 'tool') return false;
  return next !== 'assistant' || rankOf(parts.at(-1)?.part) <= rankOf(part);
}

const ranks: readonly (Part['type'] | undefined)[] = ['thinking', 'text', 'tool_call'];
const rankOf = (part: Part | undefined) => ranks.indexOf(part?.type);

/** An assistant message must have text or a call. */
function withoutBareThinking(utterance: Utterance): Lossy<readonly Utterance[]> {
  if (!utterance.parts.every(({ part }) => part.type === 'thinking')) return lossless([utterance]);
  const { losses } = translateEach(utterance.parts, ({ at }) =>
    lossy(undefined, loss('thinking', at, 'left out')),
  );
  return { value: [], losses };
}
