import type { Message } from '../../lib/core/message/message.ts';
import type { Json } from '../../lib/core/shared/json.ts';
import { type Dialect, dialects } from '../../lib/dialects/dialects.ts';
import type { Feature, Written } from './features.ts';

/** How a reader of one dialect meets what was said in another. */
export type Carried = 'native' | 'as text' | 'not at all' | 'cannot be said';

const models: Readonly<Record<Written, string>> = {
  'anthropic-messages': 'claude-sonnet-5-5',
  'openai-responses': 'gpt-6-sol',
  'openai-chat': 'gpt-6-sol',
  gemini: 'gemini-4-argon',
  'claude-code': 'claude-opus-5-5',
};

/** The whole way: written in one dialect, read, written in the other, read again. */
export function carry({ conversation, isIt, told }: Feature, from: Written, to: Written): Carried {
  const body = isMessages(conversation) ? requestIn(from, conversation) : conversation[from];
  if (body === undefined) return 'cannot be said';
  const here = extractIn(from, body);
  if (!here.some(({ parts }) => parts.some(isIt))) return 'cannot be said';
  const sent = requestIn(to, here);
  const there = extractIn(to, sent);
  if (there.some(({ parts }) => parts.some(isIt))) return 'native';
  const words = there.flatMap(({ parts }) => parts.map((part) => JSON.stringify(part)));
  return words.some((word) => word.includes(told)) ? 'as text' : 'not at all';
}

const isMessages = (given: Feature['conversation']): given is readonly Message[] =>
  Array.isArray(given);

/** A request as it goes over the wire. */
export function requestIn(name: Written, messages: readonly Message[]): Json {
  const { render }: Dialect = dialects[name];
  if (!render) throw new Error(`${name} is not written.`);
  return JSON.parse(JSON.stringify(render(messages, models[name]).request));
}

export const extractIn = (name: Written, body: Json): readonly Message[] =>
  dialects[name].extract(body).messages;

export const modelIn = (name: Written): string => models[name];
