import { choose } from './choose.ts';
import { CompressionStep } from './compression.ts';
import { dropSuperseded } from './drop-superseded.ts';
import { foldRepeats } from './fold-repeats.ts';
import { type GistRequest, gistOf } from './gist.ts';
import type { LeftOut, Meter, StepReport } from './meter.ts';
import { ownPointer, type Passage, sumOf } from './passage.ts';
import { type Pointer, pointerTo } from './pointer.ts';
import { fits, openAccount, type Room } from './room.ts';
import { shortenOutputs } from './shorten-outputs.ts';
import type { Step, StepContext } from './step.ts';

/** Of the room, what is for telling of what is not shown whole. */
const GIST_SHARE = 0.25;

export interface View {
  /** In the order in which they are shown: what is told in short, then the rest as it was written. */
  readonly passages: readonly Passage[];
  readonly meter: Meter;
}

export interface Layout extends StepContext, GistRequest {
  readonly room: Room;
  readonly worthOf: (passage: Passage) => number;
}

const steps = {
  superseded: dropSuperseded,
  repeats: foldRepeats,
  tool_output: shortenOutputs,
} as const satisfies Partial<Record<CompressionStep, Step>>;

/** Lays a view so that it fits, with the cheapest steps that will do. What is pinned is in it whole. */
export function layView(passages: readonly Passage[], layout: Layout): View {
  let laid: Laid = { passages, steps: [], left: passages.flatMap(inShort) };
  for (const step of CompressionStep.options) {
    if (!layout.compression.steps.includes(step) || fits(laid.passages, layout.room)) continue;
    laid = step === 'summary' ? tellTheRest(laid, layout) : shorten(laid, step, layout);
  }
  if (!fits(laid.passages, layout.room)) laid = leaveOut(laid, layout);
  return {
    passages: laid.passages,
    meter: {
      budget: layout.room.tokens,
      tokens: sumOf(laid.passages),
      pinnedTokens: sumOf(laid.passages.filter(({ isPinned }) => isPinned)),
      items: passages.length,
      steps: laid.steps,
      left: laid.left,
    },
  };
}

/** What comes in short is not shown whole, whatever there is room for. */
function inShort(passage: Passage): readonly LeftOut[] {
  if (passage.form === 'whole') return [];
  const pointer = ownPointer(passage);
  return [{ ...pointer, step: 'tool_output', standsIn: pointer }];
}

/** A view on its way. */
interface Laid {
  readonly passages: readonly Passage[];
  readonly steps: readonly StepReport[];
  /** Of each item, what became of it last. */
  readonly left: readonly LeftOut[];
}

function shorten(laid: Laid, step: keyof typeof steps, layout: Layout): Laid {
  const { passages, replaced } = steps[step](laid.passages, layout);
  return next(laid, step, passages, replaced);
}

/** Keeps whole what is worth most, and tells of the others. */
function tellTheRest(laid: Laid, layout: Layout): Laid {
  const { room, worthOf } = layout;
  const share = { ...room, tokens: Math.floor(room.tokens * (1 - GIST_SHARE)) };
  const { taken, others } = choose(laid.passages, worthOf, openAccount(share));
  const account = openAccount(room);
  for (const passage of taken) account.charge(passage);
  const { passage: gist, told } = gistOf(others, account, layout);
  const inGist = gist.flatMap(({ item, of }) =>
    of.map((pointer) => ({ ...pointer, standsIn: pointerTo(item) })),
  );
  const untold = laid.passages.filter((passage) => !told.has(passage));
  const summed = next(laid, 'summary', [...gist, ...untold], inGist);
  return keep(summed, [...gist, ...taken]);
}

function leaveOut(laid: Laid, { room, worthOf }: Layout): Laid {
  return keep(laid, choose(laid.passages, worthOf, openAccount(room)).taken);
}

/** Leaves out all the others. */
function keep(laid: Laid, kept: readonly Passage[]): Laid {
  const stays = new Set(kept);
  const stay: Passage[] = [];
  const gone: Pointer[] = [];
  for (const passage of laid.passages)
    if (stays.has(passage)) stay.push(passage);
    else gone.push(...passage.of);
  return next(laid, 'left_out', stay, gone);
}

function next(
  { passages: before, steps: done, left }: Laid,
  step: LeftOut['step'],
  passages: readonly Passage[],
  replaced: readonly Omit<LeftOut, 'step'>[],
): Laid {
  if (replaced.length === 0) return { passages, steps: done, left };
  const report = {
    step,
    items: replaced.length,
    tokensBefore: sumOf(before),
    tokensAfter: sumOf(passages),
  };
  const earlier = new Map(left.map((one) => [one.item, one]));
  for (const { item } of replaced) earlier.delete(item);
  const now = replaced.map(({ item, version, standsIn }) =>
    standsIn ? { item, version, step, standsIn } : { item, version, step },
  );
  return { passages, steps: [...done, report], left: [...earlier.values(), ...now] };
}
