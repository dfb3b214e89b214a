import {
  type Document,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type YAMLError,
  type YAMLMap,
} from 'yaml';
import { Fault } from '../core/shared/faults.ts';
import { isMapping, MAX_CONFIG_BYTES, type Mapping } from './config-document.ts';
import { quoted } from './path.ts';

/** How often a file may use its anchors, all in all: what a few hundred bytes can grow to. */
const MAX_ALIASES = 100;

/**
 * Reads YAML 1.2, of which JSON is a part; what it means is for `validateConfig` to see. Throws
 * `config.unreadable`, with line and column where there is one to name; `file` is what the fault
 * calls it.
 */
export function parseConfig(content: string | Uint8Array, file: string): Mapping {
  const value = toValue(textOf(content, file), file);
  if (!isMapping(value)) throw unreadable(file, `${toKind(value)} A configuration is a mapping.`);
  return value;
}

const unreadable = (file: string, detail: string) =>
  new Fault('config.unreadable', { file, detail });

const toKind = (value: unknown) => {
  if (value === null || value === undefined) return 'it is empty.';
  return Array.isArray(value) ? 'it holds a list.' : 'it holds a single value.';
};

function textOf(content: string | Uint8Array, file: string): string {
  if (content.length > MAX_CONFIG_BYTES)
    throw unreadable(file, `it is larger than ${MAX_CONFIG_BYTES} bytes.`);
  const text = typeof content === 'string' ? content : decode(content, file);
  if (text.includes('\0')) throw unreadable(file, 'it is not text in UTF-8.');
  return text;
}

/** A byte order mark is left out. */
function decode(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new Fault(
      'config.unreadable',
      { file, detail: 'it is not text in UTF-8.' },
      { cause: error },
    );
  }
}

function toValue(text: string, file: string): unknown {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    uniqueKeys: false, // its own check takes the square of their number: see `repeatedKey`
    merge: true, // PyYAML knows `<<`, so MassGen's files may use it
  });
  const [flaw] = [...document.errors, ...document.warnings].map(toFlaw);
  const found = flaw ?? repeatedKey(document);
  if (!found) return unfold(document, file);
  const { line, col } = lines.linePos(found.at);
  throw unreadable(file, `line ${line}, column ${col}: ${found.says}`);
}

interface Flaw {
  /** Characters from the beginning. */
  readonly at: number;
  readonly says: string;
}

/** What the parser says, where somebody who wrote the file would say it otherwise. */
const saying: Readonly<Record<string, string>> = {
  MULTIPLE_DOCS: 'a second document begins here; a file holds one.',
  NON_STRING_KEY: 'a key must be text.',
  RESOURCE_EXHAUSTION: 'this is nested too deeply.',
};

const toFlaw = ({ code, message, pos }: YAMLError): Flaw => ({
  at: pos[0],
  says: saying[code] ?? message.replace(/[^.]$/, '$&.'),
});

/** The first key that its mapping holds already. */
function repeatedKey(document: Document): Flaw | undefined {
  let found: Flaw | undefined;
  visit(document, {
    Map(_, map) {
      found = repeatedIn(map);
      return found ? visit.BREAK : undefined;
    },
  });
  return found;
}

function repeatedIn(map: YAMLMap): Flaw | undefined {
  const seen = new Set<unknown>();
  for (const { key } of map.items) {
    if (!isScalar(key)) continue;
    if (seen.has(key.value) && key.value !== '<<')
      return {
        at: key.range?.[0] ?? 0,
        says: `the key ${quoted(String(key.value))} stands here a second time.`,
      };
    seen.add(key.value);
  }
  return undefined;
}

/** Puts what anchors stand for into its places. */
function unfold(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    const detail = error instanceof Error ? `${error.message}.` : 'its anchors make no sense.';
    throw new Fault('config.unreadable', { file, detail }, { cause: error });
  }
}
