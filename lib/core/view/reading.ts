import * as z from 'zod';
import type { Item } from '../context/item.ts';
import { Role } from '../message/message.ts';
import { type ContentPart, Part } from '../message/part.ts';
import { canonicalJson, type Json } from '../shared/json.ts';

/** What an item says to somebody else, in words. */
export interface Reading {
  /** Nothing around them; empty: there is nothing to be read. */
  readonly words: string;
  /** Whose words they are in a conversation; undefined where the item is no message. */
  readonly role?: Role;
  /** Of a message that calls tools: which calls, and what each asks. */
  readonly calls: readonly (readonly [id: string, ask: string])[];
  /** Calls that say nothing. */
  readonly silent: readonly string[];
  /** Of a message that holds nothing but outputs of tools: the calls they answer. */
  readonly outputs: readonly string[];
}

const Spoken = z.object({ role: Role, parts: z.array(Part) });
const Worded = z.union([
  z.object({ content: z.string() }).transform(({ content }) => content),
  z.object({ text: z.string() }).transform(({ text }) => text),
  z.string(),
]);

/** Reads an item. Calls of tools that `isSilent` are part of a procedure and say nothing. */
export function read({ kind, body }: Item, isSilent: (tool: string) => boolean): Reading {
  const spoken = kind === 'message' ? Spoken.safeParse(body).data : undefined;
  if (!spoken) return { words: wordsOf(body).trim(), calls: [], silent: [], outputs: [] };
  const { role, parts } = spoken;
  const isOutput = parts.length > 0 && parts.every(({ type }) => type === 'tool_result');
  return {
    role,
    words: parts
      .map((part) => told(part, isSilent))
      .filter(Boolean)
      .join('\n')
      .trim(),
    calls: parts.flatMap((part) =>
      part.type === 'tool_call' ? [[part.id, `${part.name} ${canonicalJson(part.arguments)}`]] : [],
    ),
    silent: parts.flatMap((part) =>
      part.type === 'tool_call' && isSilent(part.name) ? [part.id] : [],
    ),
    outputs: isOutput
      ? parts.flatMap((part) => (part.type === 'tool_result' ? [part.call] : []))
      : [],
  };
}

/** A body that has one text says that; any other is shown as it is. */
const wordsOf = (body: Json): string =>
  Worded.safeParse(body).data ?? JSON.stringify(body, null, 2) ?? '';

function told(part: Part, isSilent: (tool: string) => boolean): string {
  if (part.type === 'thinking') return '';
  if (part.type === 'tool_call')
    return isSilent(part.name) ? '' : `[uses ${part.name} ${JSON.stringify(part.arguments)}]`;
  if (part.type === 'tool_result') return part.content.map(toldOf).filter(Boolean).join('\n');
  return toldOf(part);
}

function toldOf(part: ContentPart): string {
  if (part.type === 'text') return part.text;
  return part.type === 'opaque' ? '' : `[${part.type}, ${part.mediaType}]`;
}
