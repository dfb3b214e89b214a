import type { Finder, Finding } from './finding.ts';
import type { Rule } from './rules.ts';

/** Finds what patterns describe; each has the flag `g`. */
export const patternFinder =
  (rules: readonly Rule[]): Finder =>
  (text) =>
    rules.flatMap((rule) => [...findingsOf(rule, text)]);

function* findingsOf({ name, pattern }: Rule, text: string): Generator<Finding> {
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const end = match.index + match[0].length;
    const secret = match.at(-1) ?? match[0];
    yield { rule: name, start: end - secret.length, end };
  }
}
