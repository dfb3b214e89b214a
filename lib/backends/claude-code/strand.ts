import type { Json } from '../../core/shared/json.ts';
import { type Entry, toEntry } from '../../dialects/claude-code/line.ts';
import { isJsonObject, type JsonObject } from '../../dialects/json-object.ts';

/** One conversation of a turn, its own or a subagent's: lines, as they would stand in its transcript. */
export interface Strand {
  readonly lines: readonly Entry[];
  /** The call that started it, of a subagent's. */
  readonly call?: string;
  /** Nothing more will be said in it. */
  readonly isOver: boolean;
}

export const emptyStrand: Strand = { lines: [], isOver: false };

/** What a line says, wherever it stands. */
type Words = Readonly<Record<string, Json | undefined>>;

/** Hangs what was said next on the last line. */
export function grown(strand: Strand, words: Words): Strand {
  const { lines } = strand;
  const parentUuid = lines.at(-1)?.uuid ?? null;
  const said = Object.entries(words).filter((entry): entry is [string, Json] => isSaid(entry[1]));
  const value = { parentUuid, isSidechain: strand.call !== undefined, ...Object.fromEntries(said) };
  const entry = toEntry(value, lines.length);
  return entry ? { ...strand, lines: [...lines, entry], isOver: false } : strand;
}

const isSaid = (value: Json | undefined) => value !== undefined;

/** How a reply ended, and what it took, is known after its blocks have come. */
export function ended(strand: Strand, end: JsonObject): Strand {
  const last = strand.lines.at(-1);
  if (last?.type !== 'assistant' || !last.message) return strand;
  const message = { ...last.message, ...end };
  const whole = { ...last, message, value: { ...last.value, message } };
  return { ...strand, lines: strand.lines.with(-1, whole) };
}

/** Lines as their own maker is given them back: one behind the other, without what a machine adds. */
export const textsOf = (lines: readonly Entry[]): readonly string[] =>
  lines.map(({ value }, at) => {
    const { isSidechain = false, type, message, uuid, isCompactSummary } = value;
    const parentUuid = lines[at - 1]?.uuid ?? null;
    return JSON.stringify({ parentUuid, isSidechain, type, message, uuid, isCompactSummary });
  });

export const toBlocks = ({ content }: JsonObject): readonly JsonObject[] =>
  Array.isArray(content) ? content.filter(isJsonObject) : [];
