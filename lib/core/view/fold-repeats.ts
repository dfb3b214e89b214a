import { labelsOf, ownPointer, type Passage, reworded } from './passage.ts';
import type { Step } from './step.ts';

/** Shows what was said several times word for word once, with who said it again. */
export const foldRepeats: Step = (passages, { weigh }) => {
  const groups = repeatsIn(passages);
  if (groups.length === 0) return { passages, replaced: [] };
  const stays = new Map(groups.map((group) => [chosenOf(group), group] as const));
  const again = new Set(groups.flat());
  const fold = (passage: Passage): readonly Passage[] => {
    const group = stays.get(passage);
    if (!group) return passage.isPinned || !again.has(passage) ? [passage] : [];
    const also = group.filter((one) => one !== passage && !one.isPinned);
    if (also.length === 0) return [passage];
    const words = `${passage.words}\n[said again: ${labelsOf(also)}]`;
    return [reworded(passage, { words, also }, weigh)];
  };
  const folded = passages.flatMap(fold);
  return {
    passages: folded,
    replaced: [...stays].flatMap(([stay, group]) =>
      group
        .filter((one) => one !== stay && !one.isPinned)
        .map((gone) => ({ ...ownPointer(gone), standsIn: ownPointer(stay) })),
    ),
  };
};

/** The first, unless one is pinned: that stays anyhow. */
const chosenOf = (group: readonly Passage[]): Passage =>
  group.find((passage) => passage.isPinned) ?? (group[0] as Passage);

/** Those that say the same, where there are several. */
function repeatsIn(passages: readonly Passage[]): readonly (readonly Passage[])[] {
  const seen = new Set<number>();
  const twice = new Set<number>();
  for (const { words } of passages) (seen.has(printOf(words)) ? twice : seen).add(printOf(words));
  if (twice.size === 0) return [];
  const alike = passages.filter(({ words }) => twice.has(printOf(words)));
  return [...Map.groupBy(alike, ({ words }) => words).values()].filter(({ length }) => length > 1);
}

/** Characters of a text that its print is made of. */
const PRINTED = 32;

/** The same for the same text, and for few others. */
function printOf(words: string): number {
  const step = Math.ceil(words.length / PRINTED);
  let print = words.length;
  for (let at = 0; at < words.length; at += step)
    print = (Math.imul(print, 31) + words.charCodeAt(at)) & 0x3fffffff;
  return print;
}
