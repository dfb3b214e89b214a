import { formatPath, quoted } from '../path.ts';
import type { Problem } from '../problem.ts';
import { agentsIn, type Rule } from './rule.ts';

const MAX_LENGTH = 100;

/** Control characters, line ends, halves of surrogate pairs, and what turns the direction of text. */
const HOSTILE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;

/** Names that the log uses for others: its authors, and the one that JavaScript keeps to itself. */
const taken: readonly string[] = ['user', 'massgen', '__proto__'];

/** An agent's id names it in every vote and result, so it is one, plain and unique. */
export const hasPlainIds: Rule = function* ({ filled }) {
  const seen = new Set<string>();
  for (const { value, path } of agentsIn(filled)) {
    const { id } = value;
    if (typeof id !== 'string') continue;
    const problem = whatIsWrong(id, seen);
    if (problem) yield { path: formatPath([...path, 'id']), ...problem };
    seen.add(id);
  }
};

function whatIsWrong(id: string, seen: ReadonlySet<string>): Omit<Problem, 'path'> | undefined {
  if (seen.has(id))
    return {
      message: `Another agent has the id ${quoted(id)} already.`,
      suggestion: 'Give each agent an id of its own.',
    };
  const fault = hostility(id);
  if (!fault) return undefined;
  return { message: `The id ${quoted(id)} ${fault}.`, suggestion: 'Use a short, plain name.' };
}

function hostility(id: string): string | undefined {
  if (id.trim() === '') return 'is empty';
  if (HOSTILE.test(id)) return 'holds control characters';
  if (id.length > MAX_LENGTH) return `is longer than ${MAX_LENGTH} characters`;
  return taken.includes(id) ? 'is taken' : undefined;
}
