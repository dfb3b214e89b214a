import { type Lossy, loss } from './lossy.ts';
import type { PartOf, Placed } from './utterance.ts';
import { wellFormed } from './well-formed.ts';

/** A text as a dialect says it that knows neither citations nor refusals there. */
export function plainText({ part, at }: Placed<PartOf<'text'>>): Lossy<string> {
  const { value, losses } = wellFormed(part.text, `${at}.text`);
  return {
    value,
    losses: [
      ...losses,
      ...(part.citations ? [loss('citations', `${at}.citations`, 'left out')] : []),
      ...(part.refusal ? [loss('refusal', `${at}.refusal`, 'said as text')] : []),
    ],
  };
}

export const isText = (placed: Placed): placed is Placed<PartOf<'text'>> =>
  placed.part.type === 'text';
