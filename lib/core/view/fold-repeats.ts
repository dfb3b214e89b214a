import { labelsOf, ownPointer, type Passage, reworded } from './passage.ts';
import type { Step } from './step.ts';

/** Shows what was said several times word for word once, with who said it again. */
export const foldRepeats: Step = (passages, { weigh }) => {
  if (new Set(passages.map(({ words }) => words)).size === passages.length)
    return { passages, replaced: [] };
  const groups = Map.groupBy(passages, ({ words }) => words);
  const stays = new Map([...groups.values()].map((group) => [chosenOf(group), group] as const));
  const fold = (passage: Passage): readonly Passage[] => {
    const group = stays.get(passage);
    if (!group) return passage.isPinned ? [passage] : [];
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
