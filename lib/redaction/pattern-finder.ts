import type { Finder, Finding } from './finding.ts';
import { hasLongWord } from './long-word.ts';
import type { Rule } from './rules.ts';

/** Finds what patterns describe; each has the flag `g`. */
export const patternFinder =
  (rules: readonly Rule[]): Finder =>
  (text) => {
    const hasLong = hasLongWord(text);
    const found: Finding[] = [];
    for (const rule of rules) if (hasLong || !rule.isLong) find(rule, text, found);
    return found;
  };

function find({ name, pattern }: Rule, text: string, found: Finding[]): void {
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const end = match.index + match[0].length;
    const secret = match.at(-1) ?? match[0];
    found.push({ rule: name, start: end - secret.length, end });
  }
}
