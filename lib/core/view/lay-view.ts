import { choose } from './choose.ts';
import type { CompressionStep } from './compression.ts';
import { dropSuperseded } from './drop-superseded.ts';
import { foldRepeats } from './fold-repeats.ts';
import { type GistRequest, gistOf } from './gist.ts';
import { behind, type Laid, wholly } from './laid.ts';
import type { LeftOut, Meter } from './meter.ts';
import { type Passage, sumOf } from './passage.ts';
import { pointerTo } from './pointer.ts';
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

/** What the first steps go by, which ask nothing. */
export interface Ground extends StepContext {
  readonly room: Room;
}

export interface Layout extends Ground, GistRequest {
  readonly worthOf: (passage: Passage) => number;
}

/** The steps that do not hang on what is worth most, the cheapest first. */
const groundSteps = [
  ['superseded', dropSuperseded],
  ['repeats', foldRepeats],
  ['tool_output', shortenOutputs],
] as const satisfies readonly (readonly [CompressionStep, Step])[];

/** Lays a view so that it fits, with the cheapest steps that will do. What is pinned is in it whole. */
export const layView = (passages: readonly Passage[], layout: Layout): View =>
  settle(layGround(passages, layout), layout);

/** A view as far as it is the same whatever is asked. */
export function layGround(passages: readonly Passage[], ground: Ground): Laid {
  let laid = wholly(passages);
  for (const [step, shorten] of groundSteps) {
    if (!ground.compression.steps.includes(step) || fits(laid.passages, ground.room)) continue;
    const { passages: next, replaced } = shorten(laid.passages, ground);
    const left = replaced.map((one) => leftOut(one, step));
    laid = behind(laid, { step, passages: next, tokens: sumOf(next), left });
  }
  return laid;
}

/** Makes fit what was laid, by what is worth most. */
export function settle(ground: Laid, layout: Layout): View {
  const { room, compression } = layout;
  let laid = ground;
  if (compression.steps.includes('summary') && !fits(laid.passages, room))
    laid = tellTheRest(laid, layout);
  if (!fits(laid.passages, room)) laid = leaveOut(laid, layout);
  return {
    passages: laid.passages,
    meter: {
      budget: room.tokens,
      tokens: laid.tokens,
      pinnedTokens: sumOf(laid.passages.filter(({ isPinned }) => isPinned)),
      items: laid.items,
      steps: laid.steps,
      left: laid.left,
    },
  };
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
    of.map((one) => leftOut({ ...one, standsIn: pointerTo(item) }, 'summary')),
  );
  const summed = behind(laid, {
    step: 'summary',
    passages: laid.passages,
    tokens: laid.tokens - sumOf([...told]) + sumOf(gist),
    left: inGist,
  });
  return keep(summed, gist, taken, told);
}

function leaveOut(laid: Laid, { room, worthOf }: Layout): Laid {
  return keep(laid, [], choose(laid.passages, worthOf, openAccount(room)).taken);
}

/** Shows what was taken behind what is told in short, and leaves out all that is in neither. */
function keep(
  laid: Laid,
  gist: readonly Passage[],
  taken: readonly Passage[],
  told: ReadonlySet<Passage> = new Set(),
): Laid {
  const spared = new Set([...taken, ...told]);
  const passages = [...gist];
  const left: LeftOut[] = [];
  for (const passage of laid.passages)
    if (!spared.has(passage))
      for (const { item, version } of passage.of) left.push({ item, version, step: 'left_out' });
    else if (!told.has(passage)) passages.push(passage);
  const kept = behind(laid, { step: 'left_out', passages, tokens: sumOf(passages), left });
  return { ...kept, passages };
}

const leftOut = (
  { item, version, standsIn }: Omit<LeftOut, 'step'>,
  step: LeftOut['step'],
): LeftOut => (standsIn ? { item, version, step, standsIn } : { item, version, step });
