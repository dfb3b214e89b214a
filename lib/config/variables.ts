import { Fault } from '../core/shared/faults.ts';
import type { Json } from '../core/shared/json.ts';
import { formatPath } from './path.ts';
import { mapStrings, stringsIn } from './strings.ts';

/** What a variable of the environment holds; an empty one counts as not set. */
export type Lookup = (name: string) => string | undefined;

/** `${NAME}`; written `$${NAME}` it is no reference, and stands for the text `${NAME}`. */
const REFERENCE = /(\$?)\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** The names that a text refers to. */
export const namesIn = (text: string): readonly string[] =>
  [...text.matchAll(REFERENCE)].filter(([, escaped]) => !escaped).map(([, , name = '']) => name);

export const refersToVariables = (text: string): boolean => namesIn(text).length > 0;

/** How a variable is referred to. */
export const reference = (name: string): string => `\${${name}}`;

/** Whether a text is one reference and nothing else. */
export const isReference = (text: string): boolean => /^\$\{[A-Za-z_]\w*\}$/.test(text);

/** The text with what is set filled in; a reference to what is not set stays as it is. */
export const fillIn = (text: string, lookup: Lookup): string =>
  text.replaceAll(REFERENCE, (whole, escaped: string, name: string) =>
    escaped ? whole.slice(1) : lookup(name) || whole,
  );

export interface Missing {
  readonly path: string;
  readonly name: string;
}

/** Every reference in a value to a variable that is not set. */
export function* missingVariables(value: unknown, lookup: Lookup): Generator<Missing> {
  for (const { text, path } of stringsIn(value))
    for (const name of namesIn(text)) if (!lookup(name)) yield { path: formatPath(path), name };
}

/** Throws `config.variableMissing` for the first reference that leads nowhere. */
export function requireVariables(value: unknown, lookup: Lookup): void {
  for (const missing of missingVariables(value, lookup))
    throw new Fault('config.variableMissing', missing);
}

export const fillInAll = (value: Json, lookup: Lookup): Json =>
  mapStrings(value, (text) => fillIn(text, lookup));
