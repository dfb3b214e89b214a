import type { OpenRedactor } from '../../lib/core/context/redactor.ts';
import type { Ids } from '../../lib/core/shared/ids.ts';
import { countedIds } from '../support/counted-ids.ts';
import { type Seeded, seeded } from '../support/seeded.ts';
import { createTimeline, type Timeline } from '../support/timeline.ts';

/** What can go wrong, and how often at most, of 1 each time that it could. */
const troubles = {
  /** A process dies, in the middle of anything it waits for. */
  crash: 0.04,
  /** A port says that it is busy, and has done nothing. */
  throttle: 0.08,
  /** A port has done it, and its answer is lost. */
  'lost answer': 0.08,
  /** A write has landed, was sent again underneath, and is told to be refused by itself. */
  'false refusal': 0.1,
  /** A function works on while its caller is told that it failed. */
  'lost function': 0.1,
  /** No function can be had. */
  'no function': 0.1,
  'lost event': 0.4,
  'doubled event': 0.2,
  /** A model's maker refuses, or its reply breaks off. */
  'no model': 0.3,
  /** A model decides nothing, or what cannot be. */
  nonsense: 0.3,
} as const;
export type Trouble = keyof typeof troubles;

/** All that a seed decides: time, chance, and what goes wrong; and what came of it. */
export interface World {
  readonly timeline: Timeline;
  readonly random: Seeded;
  readonly ids: Ids;
  /** Nobody in it has secrets. */
  readonly redactor: OpenRedactor;
  /** Whether it goes wrong this time; never once the world is calm. */
  readonly suffers: (trouble: Trouble) => boolean;
  readonly calm: () => void;
  /** What happened, line by line, the same for the same seed. */
  readonly trace: readonly string[];
  readonly tell: (line: string) => void;
  /** What must never happen, and did. */
  readonly problems: readonly string[];
  readonly complain: (problem: string) => void;
}

export function createWorld(seed: number): World {
  const random = seeded(seed);
  const timeline = createTimeline();
  const start = timeline.now().getTime();
  const trace: string[] = [];
  const problems: string[] = [];
  let isCalm = false;

  // Each world has troubles of its own, some none of a kind: what they do together is seldom seen with all of them.
  const odds = new Map<string, number>();
  for (const [trouble, most] of Object.entries(troubles))
    odds.set(trouble, random.happens(0.6) ? random.next() * most : 0);

  const tell = (line: string) => {
    trace.push(`${((timeline.now().getTime() - start) / 1000).toFixed(3)} ${line}`);
  };
  return {
    timeline,
    random,
    ids: { next: countedIds().next, chance: random.next },
    redactor: async () => ({ redact: (body) => ({ body, masked: [] }) }),
    suffers: (trouble) => !isCalm && random.happens(odds.get(trouble) ?? 0),
    calm: () => {
      isCalm = true;
      tell('the world is calm');
    },
    trace,
    tell,
    problems,
    complain: (problem) => {
      if (!problems.includes(problem)) problems.push(problem);
      tell(`PROBLEM ${problem}`);
    },
  };
}
