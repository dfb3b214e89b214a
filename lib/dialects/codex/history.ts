import type { Json } from '../../core/shared/json.ts';
import { isJsonObject, type JsonObject, stringIn } from '../json-object.ts';
import type { LineItem, RolloutLine } from './line.ts';

/** What a session tells its model, and what it has put into a summary. */
export interface History {
  readonly items: readonly LineItem[];
  readonly compacted: ReadonlySet<number>;
}

/** Goes through the lines as Codex does when it resumes: what a summary stands for is told no more. */
export function historyOf(lines: readonly (RolloutLine | undefined)[]): History {
  const compacted = new Set<number>();
  let items: LineItem[] = [];
  let model: string | undefined;
  for (const [line, read] of lines.entries()) {
    const { type, envelope, payload } = read ?? NOTHING;
    const toItem = (item: JsonObject): LineItem => ({ line, item, envelope, model });
    model = modelIn(type, payload) ?? model;
    if (type === 'response_item') items.push(...[payload].filter(isItem).map(toItem));
    if (type !== 'compacted') continue;
    for (const item of items) compacted.add(item.line);
    items = replacementIn(payload).map(toItem);
  }
  return { items, compacted };
}

/** Stands for a line that cannot be read. */
const NOTHING: RolloutLine = { type: '', envelope: {}, payload: {} };

const modelIn = (type: string, payload: JsonObject): string | undefined =>
  type === 'turn_context' ? stringIn(payload, 'model') || undefined : undefined;

const isItem = (payload: JsonObject) => stringIn(payload, 'type') !== '';

/** The items that stand for what came before; of an older file, the summary alone. */
function replacementIn(payload: JsonObject): readonly JsonObject[] {
  const { replacement_history: history } = payload;
  if (isList(history)) return history.filter(isJsonObject).filter(isItem);
  const text = stringIn(payload, 'message');
  return text === '' ? [] : [{ type: 'message', role: 'user', content: text }];
}

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
