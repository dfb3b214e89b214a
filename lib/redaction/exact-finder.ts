import type { Finder } from './finding.ts';
import { patternFinder } from './pattern-finder.ts';

/** Shorter ones are words like others. */
const MIN_HELD = 8;

/** Finds the keys that this process holds, wherever they stand; none: nothing is to be looked for. */
export const heldFinder = (held: Iterable<string>): readonly Finder[] =>
  exactFinder('held-key', [...held].filter((key) => key.length >= MIN_HELD).map(escaped));

/** Finds words that begin as a writer's own secrets do. What they begin with is none by itself. */
export const ownFinder = (beginnings: readonly string[]): readonly Finder[] =>
  exactFinder(
    'own-secret',
    beginnings.map((text) => `${escaped(text)}[\\w.+/=-]{4,}`),
  );

const exactFinder = (name: string, sources: readonly string[]): readonly Finder[] =>
  sources.length === 0
    ? []
    : [
        patternFinder([
          { name, pattern: new RegExp(sources.toSorted(longestFirst).join('|'), 'g') },
        ]),
      ];

const longestFirst = (one: string, other: string) => other.length - one.length;

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
