import type { Json } from '../../core/shared/json.ts';

/** Characters before a cut within which a space is looked for, so that no word, and no key, is cut in two. */
const MARGIN = 300;

/** The beginning of a text, up to a space where there is one, and how much is missing. */
export function excerpt(text: string, most: number, more = ''): string {
  if (text.length <= most) return text;
  const piece = text.slice(0, most);
  const space = piece.search(/\s\S*$/);
  const kept = (space > most - MARGIN ? piece.slice(0, space) : piece).toWellFormed();
  return `${kept}\n[... ${text.length - kept.length} more characters${more}]`;
}

/** The same of every text that a value holds. */
export function excerpts(value: Json, most: number): Json {
  if (typeof value === 'string') return excerpt(value, most);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one: Json) => excerpts(one, most));
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, excerpts(one, most)]),
  );
}
