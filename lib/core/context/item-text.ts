import { Message } from '../message/message.ts';
import type { Part } from '../message/part.ts';
import type { Json } from '../shared/json.ts';
import type { ItemKind } from './item.ts';

/** Base64 and its like: nobody looks for it. */
const ENCODED = /[\w+/=-]{200,}/g;

/**
 * What an item says in words, a line for each piece: of a message its text, the tools it calls and
 * what they are told and answer; of any other body, all of its strings.
 */
export function textOfItem(kind: ItemKind, body: Json): string {
  const message = kind === 'message' ? Message.safeParse(body) : undefined;
  const pieces = message?.success ? message.data.parts.flatMap(piecesOf) : stringsIn(body);
  return pieces.join('\n').replaceAll(ENCODED, ' ');
}

function piecesOf(part: Part): readonly string[] {
  switch (part.type) {
    case 'text':
      return [part.text, ...(part.citations ?? []).flatMap(({ title }) => title ?? [])];
    case 'tool_call':
      return [part.name, ...stringsIn(part.arguments), part.rawArguments ?? ''];
    case 'tool_result':
      return part.content.flatMap(piecesOf);
    case 'file':
      return [part.name];
    default:
      return [];
  }
}

/** Deep bodies are refused before they are committed, so this does not run out of stack. */
function stringsIn(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}
