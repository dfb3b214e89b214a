import { isJson } from '../../core/shared/json.ts';
import { isJsonObject, type JsonObject, stringIn } from '../json-object.ts';
import { parseLine } from '../parse-line.ts';

/** A line that has its place in the tree of a session. */
export interface Entry {
  readonly kind: 'entry';
  /** Its place in the transcript, from 0. */
  readonly line: number;
  readonly uuid: string;
  readonly type: string;
  /** The entry before it; undefined for the first. */
  readonly parent: string | undefined;
  readonly value: JsonObject;
  /** What a user or an assistant says, in the form of Anthropic's API. */
  readonly message: JsonObject | undefined;
}

/** A line, as far as it can be read. */
export type Line =
  | Entry
  /** Stands beside the tree; `leaf` is where a `last-prompt` says that the session is. */
  | { readonly kind: 'side'; readonly type: string; readonly leaf: string | undefined }
  | { readonly kind: 'blank' }
  | { readonly kind: 'unreadable' };

/** The kinds that make up the tree. Others may come to: they name what stood before them. */
const CHAINED: readonly string[] = ['user', 'assistant', 'attachment', 'system'];

/** Kinds that only ever stand beside the tree and make up most of a file: they need no parsing. */
const BESIDE =
  /^\{"type":"(queue-operation|mode|atis-latch|tools-used|cost-state|api-request(?:-shape|-blob)?)",/;

export function readLine(text: string, line: number): Line {
  if (text.trim() === '') return { kind: 'blank' };
  const beside = text.endsWith('}') ? BESIDE.exec(text)?.[1] : undefined;
  if (beside !== undefined) return { kind: 'side', type: beside, leaf: undefined };
  const value = parseLine(text);
  if (!value) return { kind: 'unreadable' };
  const type = stringIn(value, 'type');
  const leaf = type === 'last-prompt' ? stringIn(value, 'leafUuid') || undefined : undefined;
  return toEntry(value, line) ?? { kind: 'side', type, leaf };
}

/** A line that was read already, where it has a place in the tree. */
export function toEntry(value: JsonObject, line: number): Entry | undefined {
  const type = stringIn(value, 'type');
  const uuid = stringIn(value, 'uuid');
  const parent = stringIn(value, 'parentUuid') || undefined;
  if (uuid === '' || (!CHAINED.includes(type) && parent === undefined)) return undefined;
  return { kind: 'entry', line, uuid, type, parent, value, message: messageIn(value) };
}

/** Undefined where it is not there, or nested so deeply that no one could walk it. */
function messageIn({ message }: JsonObject): JsonObject | undefined {
  return isJsonObject(message) && isJson(message) ? message : undefined;
}
