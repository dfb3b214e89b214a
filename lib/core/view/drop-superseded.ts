import * as z from 'zod';
import { labelsOf, ownPointer, type Passage, reworded, type Weigh } from './passage.ts';
import type { Step } from './step.ts';

/** What an item of the kind `summary` says of what it stands for. */
const Standing = z.object({
  of: z.array(z.object({ item: z.string(), version: z.int().positive() })),
});

/**
 * Drops what something later takes the place of: the items that a summary names, and outputs of a
 * tool that the same author asked the same again. What is pinned stays.
 */
export const dropSuperseded: Step = (passages, { weigh }) => {
  const heirs = new Map([...namedBySummaries(passages), ...askedAgain(passages)]);
  if (heirs.size === 0) return { passages, replaced: [] };
  const heirOf = (gone: Passage): Passage => {
    const heir = heirs.get(gone);
    return heir ? heirOf(heir) : gone;
  };
  const also = Map.groupBy(heirs.keys(), heirOf);
  return {
    passages: passages
      .filter((passage) => !heirs.has(passage))
      .map((passage) => inherit(passage, also.get(passage), weigh)),
    replaced: [...heirs.keys()].map((gone) => ({
      ...ownPointer(gone),
      standsIn: ownPointer(heirOf(gone)),
    })),
  };
};

const inherit = (passage: Passage, also: readonly Passage[] | undefined, weigh: Weigh): Passage =>
  also
    ? reworded(
        passage,
        { words: `${passage.words}\n[in place of: ${labelsOf(also)}]`, also },
        weigh,
      )
    : passage;

/** What is gone, and what stands in its place, which is always later: so there are no circles. */
type Heir = readonly [gone: Passage, heir: Passage];

function* namedBySummaries(passages: readonly Passage[]): Generator<Heir> {
  if (!passages.some(({ item }) => item.kind === 'summary')) return;
  const before = new Map<string, Passage>();
  for (const heir of passages) {
    for (const { item, version } of namedBy(heir)) {
      const gone = before.get(item);
      if (gone && !gone.isPinned && gone.item.version <= version) yield [gone, heir];
    }
    before.set(heir.item.id, heir);
  }
}

const namedBy = ({ item }: Passage) =>
  item.kind === 'summary' ? (Standing.safeParse(item.body).data?.of ?? []) : [];

function* askedAgain(passages: readonly Passage[]): Generator<Heir> {
  const answered = new Map<string, Passage>();
  for (const [passage, ask] of outputsIn(passages)) {
    const gone = answered.get(ask);
    if (gone && !gone.isPinned) yield [gone, passage];
    answered.set(ask, passage);
  }
}

/** The passages that are the output of one call, and who asked what with it. */
function* outputsIn(passages: readonly Passage[]): Generator<readonly [Passage, ask: string]> {
  const asks = new Map<string, string>();
  for (const passage of passages) {
    const { calls, outputs } = passage.reading;
    const by = (id: string) => JSON.stringify([passage.item.author.agent, id]);
    for (const [id, ask] of calls) asks.set(by(id), by(ask));
    const [only, ...more] = outputs;
    const ask = only === undefined || more.length > 0 ? undefined : asks.get(by(only));
    if (ask !== undefined) yield [passage, ask];
  }
}
