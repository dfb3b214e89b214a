import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Message, textOf } from '../../../lib/core/message/message.ts';
import { Chunk } from '../../../lib/dialects/gemini/chunk.ts';
import { emptyFold, fold } from '../../../lib/dialects/gemini/fold.ts';
import { toDeltas } from '../../../lib/dialects/gemini/to-deltas.ts';
import { toReply } from '../../../lib/dialects/gemini/to-reply.ts';
import { rulesOf } from '../../support/gemini-server/rules.ts';
import { endOf, toChunks, toResponse } from '../../support/gemini-server/to-chunks.ts';
import type { ScriptedReply } from '../../support/maker-server/scripted-reply.ts';

const text = fc.string({ unit: fc.constantFrom(...'ab "\\{}\n', 'é', '👍🏽'), maxLength: 30 });

const reply: fc.Arbitrary<ScriptedReply> = fc.record({
  thinking: text,
  text,
  ownItems: fc.array(
    fc.record({ executableCode: fc.record({ code: text }), thoughtSignature: fc.constant('c2ln') }),
    { maxLength: 2 },
  ),
  citations: fc.array(fc.record({ url: fc.webUrl(), title: text }), { maxLength: 2 }),
  calls: fc.array(
    fc.record({
      id: fc.constantFrom('call_a', 'call_b', ''),
      name: fc.constantFrom('new_answer', 'vote'),
      arguments: fc.dictionary(text, text, { maxKeys: 2 }),
    }),
    { maxLength: 3 },
  ),
  finish: fc.constantFrom('STOP', 'MAX_TOKENS', 'SAFETY'),
  usage: fc.constant({ promptTokenCount: 7, candidatesTokenCount: 5, thoughtsTokenCount: 2 }),
  pieceLength: fc.integer({ min: 1, max: 9 }),
});

const model = fc.constantFrom('gemini-4-argon', 'gemini-2.5-flash');

function rulesFor(name: string) {
  const rules = rulesOf(name, 'key');
  if (!rules) throw new Error('The server knows every model that is played here.');
  return rules;
}

const chunksOf = (scripted: ScriptedReply, name: string) =>
  [...toChunks(scripted, rulesFor(name)), ...endOf(scripted, rulesFor(name))].map((chunk) =>
    Chunk.parse(chunk),
  );

const told = (chunks: readonly Chunk[]): Message =>
  toReply(chunks.reduce(fold, emptyFold), 'message_1');

const unstreamed = (scripted: ScriptedReply, name = 'gemini-4-argon') =>
  told([Chunk.parse(toResponse(scripted, rulesFor(name)))]);

const runs = { numRuns: 500 };

describe('a reply that is streamed', { timeout: 180_000 }, () => {
  it('is what it would be unstreamed, however it is cut into pieces', () => {
    fc.assert(
      fc.property(reply, model, (scripted, name) => {
        expect(told(chunksOf(scripted, name))).toEqual(unstreamed(scripted, name));
      }),
      runs,
    );
  });

  it('is, broken off anywhere, what had come by then, and has no end', () => {
    fc.assert(
      fc.property(reply, fc.nat(40), (scripted, at) => {
        const came = chunksOf(scripted, 'gemini-4-argon').slice(0, -1).slice(0, at);
        const whole = unstreamed(scripted);
        const part = told(came);
        expect(textOf(whole).startsWith(textOf(part))).toBe(true);
        expect(part.stop).toEqual({ reason: 'error', raw: '' });
        const names = (message: Message) =>
          message.parts.flatMap((each) => (each.type === 'tool_call' ? [each.name] : []));
        expect(names(whole).slice(0, names(part).length)).toEqual(names(part));
      }),
      runs,
    );
  });

  it('shows in its deltas all that the message holds', () => {
    fc.assert(
      fc.property(reply, (scripted) => {
        let folded = emptyFold;
        const deltas = chunksOf(scripted, 'gemini-4-argon').flatMap((chunk) => {
          folded = fold(folded, chunk);
          return toDeltas(chunk, folded);
        });
        const said = (type: 'text' | 'thinking') =>
          deltas.flatMap((delta) => (delta.type === type ? [delta.text] : [])).join('');
        expect(said('text')).toBe(scripted.text ?? '');
        expect(said('thinking')).toBe(scripted.thinking ?? '');
        const calls = deltas.filter((delta) => delta.type === 'tool_call');
        expect(calls.map(({ index }) => index)).toEqual(scripted.calls?.map((_, at) => at));
        expect(calls.map(({ argumentsText }) => argumentsText)).toEqual(
          scripted.calls?.map(({ arguments: value }) => JSON.stringify(value)),
        );
      }),
      runs,
    );
  });
});

describe('a reply with calls', () => {
  it('gives each call an id of its own, and leaves the turn as it came', () => {
    const { parts, native } = unstreamed({
      calls: ['', 'x', 'x'].map((id) => ({ id, name: 'vote', arguments: {} })),
    });
    expect(parts.map((part) => part.type === 'tool_call' && part.id)).toEqual([
      'message_1_0',
      'x',
      'message_1_2',
    ]);
    expect(native?.value).toMatchObject({
      parts: [{ functionCall: { name: 'vote', args: {} } }, { functionCall: { id: 'x' } }, {}],
    });
  });
});

describe('a signature', () => {
  const piece = (part: object, finishReason?: string) =>
    Chunk.parse({ candidates: [{ content: { parts: [part] }, finishReason }] });

  it('stays on the part that it came with, though the text goes on in it', () => {
    const { parts, native } = told([
      piece({ text: 'It ' }),
      piece({ text: 'is ' }),
      piece({ text: '42', thoughtSignature: 'c2ln' }),
      piece({ text: '.' }, 'STOP'),
    ]);
    expect(parts).toEqual([{ type: 'text', text: 'It is 42.' }]);
    expect(native?.value).toEqual({
      role: 'model',
      parts: [{ text: 'It is ' }, { text: '42', thoughtSignature: 'c2ln' }, { text: '.' }],
    });
  });

  it('of a thought is part of it', () => {
    const { parts } = told([piece({ text: 'Hm.', thought: true, thoughtSignature: 'c2ln' })]);
    expect(parts).toEqual([{ type: 'thinking', text: 'Hm.', signature: 'c2ln' }]);
  });
});

describe('the end of a reply', () => {
  it.each([
    ['STOP', false, 'end'],
    ['STOP', true, 'tool'],
    ['MAX_TOKENS', true, 'length'],
    ['CONTINUATION', false, 'length'],
    ['SAFETY', false, 'filtered'],
    ['RECITATION', false, 'filtered'],
    ['LANGUAGE', false, 'filtered'],
    ['IMAGE_SAFETY', false, 'filtered'],
    ['MALFORMED_FUNCTION_CALL', false, 'error'],
    ['MISSING_THOUGHT_SIGNATURE', false, 'error'],
    ['a new word', false, 'error'],
  ] as const)('%s (with calls: %s) means %s, and the word is kept', (finish, calls, reason) => {
    const scripted = {
      text: 'x',
      finish,
      ...(calls && { calls: [{ name: 'vote', arguments: {} }] }),
    };
    expect(told(chunksOf(scripted, 'gemini-4-argon')).stop).toEqual({ reason, raw: finish });
  });

  it('is filtered where the prompt was blocked, with the reason', () => {
    const { stop, parts } = told(chunksOf({ blocked: 'PROHIBITED_CONTENT' }, 'gemini-4-argon'));
    expect(stop).toEqual({ reason: 'filtered', raw: 'PROHIBITED_CONTENT' });
    expect(parts).toEqual([]);
  });
});
