import { Fault } from '../core/shared/faults.ts';
import type { Json } from '../core/shared/json.ts';
import { isJsonObject } from './json-object.ts';

/**
 * The lines of a transcript: of its text, of a list of lines or of what they hold, or of `{ lines }`.
 * Throws `context.invalid` where it is none of these.
 */
export function linesIn(body: Json): readonly string[] {
  if (typeof body === 'string') return linesOf(body);
  const list = isJsonObject(body) ? body['lines'] : body;
  if (!isList(list)) throw invalid('A transcript is text, or a list of its lines.');
  return list.map((line) => (typeof line === 'string' ? line : spelt(line)));
}

/** The last line may end or not. */
const linesOf = (text: string): readonly string[] =>
  text === '' ? [] : (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

function spelt(line: Json): string {
  try {
    return JSON.stringify(line);
  } catch {
    throw invalid('A line of the transcript is nested too deeply.');
  }
}

const invalid = (problem: string) => new Fault('context.invalid', { problem });
