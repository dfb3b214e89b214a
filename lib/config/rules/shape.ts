import type * as z from 'zod';
import { nearest } from '../nearest.ts';
import { formatPath, type Path, quoted, valueAt } from '../path.ts';
import type { Problem } from '../problem.ts';
import { Config } from '../schema/config.ts';
import { refersToVariables } from '../variables.ts';
import type { Rule } from './rule.ts';

type Issue = z.core.$ZodIssue;
type Says = Omit<Problem, 'path'>;

/** Every value must be of the kind that its key asks for. */
export const hasRightShape: Rule = function* ({ filled }) {
  // One file is read once, so building a faster parser first would cost more than it saves.
  const parsed = Config.safeParse(filled, { jitless: true });
  for (const issue of parsed.error?.issues ?? []) yield* problemsOf(issue, issue.path, filled);
};

/** Of a union, what the branch says that the value came closest to. */
function* problemsOf(issue: Issue, path: Path, config: unknown): Generator<Problem> {
  if (issue.code === 'invalid_union') {
    const closest = issue.errors.find((branch) => branch.some((inner) => inner.path.length > 0));
    for (const inner of closest ?? []) yield* problemsOf(inner, [...path, ...inner.path], config);
    if (closest) return;
  }
  const value = valueAt(config, path);
  if (typeof value === 'string' && refersToVariables(value)) return;
  yield { path: formatPath(path), ...says(issue, nameOf(path), value) };
}

function says(issue: Issue, name: string, value: unknown): Says {
  switch (issue.code) {
    case 'invalid_type':
      return value === undefined ? missing(name) : wrongKind(name, issue.expected, value);
    case 'invalid_union':
      return wrongKind(name, kindsOf(issue.errors), value);
    case 'invalid_value':
      return notOneOf(name, issue.values.map(String), value);
    case 'too_small':
      return outOfRange(
        name,
        issue.origin,
        `${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}`,
      );
    case 'too_big':
      return outOfRange(name, issue.origin, `at most ${issue.maximum}`);
    case 'custom':
      return { message: issue.message, suggestion: String(issue.params?.['suggestion'] ?? '') };
    default:
      return { message: `${name} is not right: ${issue.message}.`, suggestion: '' };
  }
}

const missing = (name: string): Says => ({
  message: `${name} is missing.`,
  suggestion: `Add ${name}.`,
});

/** What each kind is called by somebody who writes YAML. */
const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

const wrongKind = (name: string, expected: string, value: unknown): Says => ({
  message: `${name} must be ${kinds[expected] ?? expected}, not ${kindOf(value)}.`,
  suggestion: repair(expected, value),
});

const kindsOf = (branches: readonly (readonly Issue[])[]) => {
  const expected = branches.flat().map((issue) => ('expected' in issue ? issue.expected : ''));
  return [...new Set(expected)].map((kind) => kinds[kind] ?? kind).join(' or ');
};

function kindOf(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return kinds[typeof value] ?? typeof value;
}

/** A value as text, whatever it calls its own parts. */
const textOf = (value: unknown) =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '');

/** The value as it was probably meant. */
function repair(expected: string, value: unknown): string {
  const text = textOf(value);
  if (expected === 'string' && typeof value !== 'object') return `Write it in quotes: "${text}".`;
  if (expected === 'array') return 'Put a dash before each entry.';
  if (typeof value !== 'string') return '';
  if (expected === 'boolean' && /^(yes|on|true)$/i.test(text)) return 'true';
  if (expected === 'boolean' && /^(no|off|false)$/i.test(text)) return 'false';
  const number = Number(text);
  return text.trim() !== '' && Number.isFinite(number) ? `Write it without quotes: ${number}.` : '';
}

const notOneOf = (name: string, values: readonly string[], value: unknown): Says => ({
  message: `${name} must be one of ${values.join(', ')}, not ${quoted(textOf(value))}.`,
  suggestion: nearest(textOf(value), values),
});

/** Everything here that is counted must only not be empty. */
const outOfRange = (name: string, origin: string, bound: string): Says => ({
  message: /array|string/.test(origin) ? `${name} must not be empty.` : `${name} must be ${bound}.`,
  suggestion: '',
});

/** A key by its name; an entry of a list by its place. */
function nameOf(path: Path): string {
  const last = path.at(-1);
  return typeof last === 'number' ? `Entry ${last + 1}` : `\`${String(last ?? '')}\``;
}
