import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../lib/core/message/message.ts';
import { Chunk } from '../../../lib/dialects/gemini/chunk.ts';
import { emptyFold, fold } from '../../../lib/dialects/gemini/fold.ts';
import { toDeltas } from '../../../lib/dialects/gemini/to-deltas.ts';
import { toReply } from '../../../lib/dialects/gemini/to-reply.ts';
import { rulesOf } from '../../support/gemini-server/rules.ts';
import { endOf, toChunks, toResponse } from '../../support/gemini-server/to-chunks.ts';
import type { ScriptedReply } from '../../support/maker-server/scripted-reply.ts';
import {
  anyArguments,
  anyText,
  callIdsIn,
  callsOf,
  confusedCalls,
  endingWith,
} from '../_scripted-replies.ts';
import { keepsTheStreamLaws } from '../_stream-laws.ts';

const reply: fc.Arbitrary<ScriptedReply> = fc.record({
  thinking: anyText,
  text: anyText,
  ownItems: fc.array(
    fc.record({
      executableCode: fc.record({ code: anyText }),
      thoughtSignature: fc.constant('c2ln'),
    }),
    { maxLength: 2 },
  ),
  citations: fc.array(fc.record({ url: fc.webUrl(), title: anyText }), { maxLength: 2 }),
  calls: callsOf(['call_a', 'call_b', ''], anyArguments),
  finish: fc.constantFrom('STOP', 'MAX_TOKENS', 'SAFETY'),
  usage: fc.constant({ promptTokenCount: 7, candidatesTokenCount: 5, thoughtsTokenCount: 2 }),
  pieceLength: fc.integer({ min: 1, max: 9 }),
});

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

for (const name of ['gemini-4-argon', 'gemini-2.5-flash'])
  keepsTheStreamLaws(name, {
    reply,
    eventsOf: (scripted) => chunksOf(scripted, name),
    told,
    unstreamed: (scripted) => unstreamed(scripted, name),
    emptyFold,
    fold,
    toDeltas,
    isEnd: ({ candidates }) => candidates?.[0]?.finishReason !== undefined,
    wholeCalls: true,
    numRuns: 500,
  });

describe('a reply with calls', () => {
  it('gives each call an id of its own, and leaves the turn as it came', () => {
    const message = unstreamed(confusedCalls);
    expect(callIdsIn(message)).toEqual(['message_1_0', 'x', 'message_1_2']);
    expect(message.native?.value).toMatchObject({
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
    const scripted = endingWith(finish, calls);
    expect(told(chunksOf(scripted, 'gemini-4-argon')).stop).toEqual({ reason, raw: finish });
  });

  it('is filtered where the prompt was blocked, with the reason', () => {
    const { stop, parts } = told(chunksOf({ blocked: 'PROHIBITED_CONTENT' }, 'gemini-4-argon'));
    expect(stop).toEqual({ reason: 'filtered', raw: 'PROHIBITED_CONTENT' });
    expect(parts).toEqual([]);
  });
});
