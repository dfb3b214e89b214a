import { formatPath, type Path } from '../path.ts';
import type { Problem } from '../problem.ts';

/** Deeper than anything that a person writes; also what stops at a value that holds itself. */
const MAX_DEPTH = 32;

/**
 * What keeps a value from being looked at any further: it is nested too deeply, or holds something
 * that JSON cannot say (YAML knows `.inf` and binary data).
 */
export function impurity(value: unknown, path: Path = []): Problem | undefined {
  if (path.length > MAX_DEPTH) return problem(path.slice(0, 4), 'This is nested too deeply.');
  if (!isSayable(value)) return problem(path, 'This is nothing that JSON can say.');
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, member] of Object.entries(value)) {
    const found = impurity(member, [...path, Array.isArray(value) ? Number(key) : key]);
    if (found) return found;
  }
  return undefined;
}

function isSayable(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null)
    return /^(string|boolean|object|undefined)$/.test(typeof value);
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}

const problem = (path: Path, message: string): Problem => ({
  path: formatPath(path),
  message,
  suggestion: 'Use text, numbers, true, false, lists and mappings.',
});
