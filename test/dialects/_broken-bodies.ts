import { deepEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { Message } from '../../lib/core/message/message.ts';
import { Fault } from '../../lib/core/shared/faults.ts';
import type { Json } from '../../lib/core/shared/json.ts';
import { type DialectName, dialectNames } from '../../lib/dialects/dialect-name.ts';
import { type Dialect, dialects, extractFrom } from '../../lib/dialects/dialects.ts';
import { isJsonObject } from '../../lib/dialects/json-object.ts';
import { anyConversation } from './_arbitrary.ts';

const at = '2026-11-22T06:00:00.000Z';
const rolloutLine = (type: string, payload: Json): Json => ({ timestamp: at, type, payload });

/** Transcripts of programs whose form nobody writes here. */
const read: Partial<Record<DialectName, readonly Json[]>> = {
  codex: [
    rolloutLine('session_meta', { id: 'x', cwd: '/workspace' }),
    rolloutLine('response_item', {
      type: 'message',
      role: 'user',
      content: [{ type: 'input_text', text: 'Which?' }],
    }),
    rolloutLine('response_item', {
      type: 'reasoning',
      summary: [{ type: 'summary_text', text: 'Hm' }],
      encrypted_content: 'e',
    }),
    rolloutLine('response_item', {
      type: 'function_call',
      call_id: 'c1',
      name: 'look',
      arguments: '{"at":1}',
    }),
    rolloutLine('response_item', { type: 'function_call_output', call_id: 'c1', output: 'seen' }),
  ],
  'gemini-cli': [
    { sessionId: 's', projectHash: 'p', startTime: at, kind: 'main' },
    { id: 'u1', timestamp: at, type: 'user', content: [{ text: 'Which?' }] },
    {
      id: 'g1',
      timestamp: at,
      type: 'gemini',
      content: 'Let me see.',
      thoughts: [{ subject: 'Looking', description: 'It may be there.', timestamp: at }],
      tokens: { input: 10, output: 4 },
      toolCalls: [{ id: 'c1', name: 'read', args: { path: 'a' }, status: 'success', result: 'x' }],
    },
  ],
};

/** A whole body of a dialect: one text, or a line for each entry. */
const bodyOf = (name: DialectName): fc.Arbitrary<Json> => {
  const { render }: Dialect = dialects[name];
  if (!render) return fc.constant([...(read[name] ?? [])]);
  return anyConversation.map((messages) => {
    const request: Json = JSON.parse(JSON.stringify(render(messages, 'gpt-6-sol').request));
    const lines = isJsonObject(request) ? request['lines'] : undefined;
    return Array.isArray(lines) ? lines.map((line) => JSON.parse(String(line))) : request;
  });
};

const odd = fc.oneof(
  fc.constantFrom<Json>(null, 7, -1, 1e300, true, '', [], {}, [[[1]]], '\ud800', 'assistant'),
  fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value))),
);

interface Change {
  readonly path: readonly number[];
  readonly kind: 'replace' | 'remove' | 'double';
  readonly value: Json;
}

const change: fc.Arbitrary<Change> = fc.record({
  path: fc.array(fc.nat(), { minLength: 1, maxLength: 7 }),
  kind: fc.constantFrom('replace', 'remove', 'double'),
  value: odd,
});

/** Changes what stands where the path leads, or as far as it leads. */
function changed(body: Json, { path: [step, ...path], kind, value }: Change): Json {
  if (step === undefined || typeof body !== 'object' || body === null) return value;
  const entries: (readonly [string, Json])[] = Object.entries(body);
  const place = step % Math.max(entries.length, 1);
  const [key, member] = entries[place] ?? ['new', null];
  const isThere = path.length === 0 || typeof member !== 'object';
  const next: readonly (readonly [string, Json])[] = isThere
    ? atTheEnd[kind](key, member, value)
    : [[key, changed(member, { path, kind, value })]];
  const all = entries.toSpliced(place, 1, ...next);
  return Array.isArray(body) ? all.map(([, one]) => one) : Object.fromEntries(all);
}

const atTheEnd: Record<
  Change['kind'],
  (key: string, member: Json, value: Json) => readonly (readonly [string, Json])[]
> = {
  replace: (key, _, value) => [[key, value]],
  remove: () => [],
  double: (key, member) => [
    [key, member],
    [`${key}2`, member],
  ],
};

const broken = fc.constantFrom(...dialectNames).chain((name) =>
  fc.record({
    name: fc.constant(name),
    text: fc
      .tuple(bodyOf(name), fc.array(change, { minLength: 1, maxLength: 5 }), fc.nat(60))
      .map(([body, changes, cut]) => {
        const whole = changes.reduce(changed, body);
        const isLines = dialects[name].form === 'lines' && Array.isArray(whole);
        const text = isLines
          ? whole.map((line) => JSON.stringify(line)).join('\n')
          : JSON.stringify(whole);
        return cut === 0 ? text.slice(0, Math.floor(text.length / 2)) : text;
      }),
  }),
);

/** Throws where a changed body is neither messages that every maker can be told, nor a clear fault. */
export function breakBodies(numRuns: number): void {
  fc.assert(fc.property(broken, holds), { numRuns });
}

function holds({ name, text }: { readonly name: DialectName; readonly text: string }): void {
  const messages = messagesOf(text, name);
  for (const message of messages) deepEqual(Message.safeParse(message).error, undefined);
  if (messages.length === 0) return;
  for (const reader of dialectNames) {
    const { render }: Dialect = dialects[reader];
    if (render) JSON.stringify(render(messages, 'gpt-6-sol').request);
  }
}

function messagesOf(text: string, name: DialectName): readonly Message[] {
  try {
    return extractFrom(text, name).messages;
  } catch (error) {
    if (error instanceof Fault && error.code === 'context.invalid') return [];
    throw error;
  }
}
