import type { Masked, Redaction, Redactor } from '../core/context/redactor.ts';
import { heldFinder, ownFinder } from './exact-finder.ts';
import type { Finder } from './finding.ts';
import { keptFinder } from './kept-finder.ts';
import { type MaskedTexts, maskTexts } from './mask-texts.ts';
import { patternFinder } from './pattern-finder.ts';
import { rules } from './rules.ts';
import { type Text, textsIn, withTexts } from './texts.ts';

/** A mask ends words, and may so bring to light what a longer word hid. */
const MAX_LOOKS = 4;

const nobody = (): Iterable<string> => [];

/** Masks what has the form of a secret, and the keys that the process holds at that moment. */
export const createRedactor = (held: () => Iterable<string> = nobody): Redactor => ({
  redact: (body, redaction) => {
    const texts = [...textsIn(body)];
    if (texts.length === 0) return { body, masked: [] };
    const masked = look(texts, [...heldFinder(held()), ...findersFor(redaction)], MAX_LOOKS);
    if (masked.rules.length === 0) return { body, masked: [] };
    const next = masked.texts.values();
    return {
      body: withTexts(body, () => next.next().value?.text ?? ''),
      masked: count(masked.rules),
    };
  },
});

/** Masks what each finder finds, until there is nothing more. */
function look(texts: readonly Text[], finders: readonly Finder[], looks: number): MaskedTexts {
  const seen = finders.reduce(maskMore, { texts, rules: [] });
  if (seen.rules.length === 0 || looks === 1) return seen;
  const again = look(seen.texts, finders, looks - 1);
  return { texts: again.texts, rules: [...seen.rules, ...again.rules] };
}

function maskMore({ texts, rules: before }: MaskedTexts, find: Finder): MaskedTexts {
  const { texts: masked, rules: found } = maskTexts(texts, find);
  return { texts: masked, rules: [...before, ...found] };
}

/** A pattern of our own knows better which part of an address or a line is the secret, so it goes first. */
const findersFor = ({ known, allow, also }: Redaction): readonly Finder[] => [
  ...ownFinder(also),
  ...(known ? [patternFinder(rules), keptFinder].map((find) => allowing(find, allow)) : []),
];

const allowing =
  (find: Finder, allow: readonly string[]): Finder =>
  (text) =>
    find(text).filter(({ start, end }) => {
      const found = text.slice(start, end);
      return !allow.some((one) => found.includes(one));
    });

function count(found: readonly string[]): readonly Masked[] {
  const counts = new Map<string, number>();
  for (const rule of found) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return [...counts].map(([rule, times]) => ({ rule, count: times }));
}
