import { type Lossy, loss, lossless, translateAll, translateEach } from '../lossy.ts';
import type { Exchange } from '../pair.ts';
import { plainText } from '../plain-text.ts';
import { partsOf, type Utterance } from '../utterance.ts';
import type { GeminiRequest, WirePart } from './wire.ts';

/** What the system says stands before all turns, in one content. */
export function toSystemInstruction(
  exchanges: readonly Exchange[],
): Lossy<GeminiRequest['systemInstruction'] | undefined> {
  const said = exchanges
    .map(({ utterance }) => utterance)
    .filter(({ speaker }) => speaker === 'system');
  const [first, ...others] = said;
  if (!first) return lossless(undefined);
  if (first.native !== undefined && others.length === 0) return lossless(first.native);
  const { value: parts, losses } = translateAll(said, textParts);
  return { value: { parts }, losses: [...losses, ...lossesOfTurns(said)] };
}

const textParts = (utterance: Utterance): Lossy<readonly WirePart[]> =>
  translateEach(partsOf(utterance, 'text'), (placed) => {
    const { value: text, losses } = plainText(placed);
    return { value: { text }, losses };
  });

/** Only the boundary between messages is lost. */
const lossesOfTurns = (said: readonly Utterance[]) =>
  said.flatMap(({ message, parts }, place) => {
    const before = said[place - 1];
    return before && before.message !== message
      ? [loss('turn', parts[0]?.at ?? `messages[${message}]`, 'joined to the turn before')]
      : [];
  });
