import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../lib/core/message/message.ts';
import { type Event, Response, readEvent } from '../../../lib/dialects/openai-responses/event.ts';
import { emptyFold, type Folded, fold } from '../../../lib/dialects/openai-responses/fold.ts';
import { grokQuirks, openaiQuirks } from '../../../lib/dialects/openai-responses/quirks.ts';
import { toDeltas } from '../../../lib/dialects/openai-responses/to-deltas.ts';
import { toReply } from '../../../lib/dialects/openai-responses/to-reply.ts';
import type { ScriptedReply } from '../../support/maker-server/scripted-reply.ts';
import { toEvents, toResponse } from '../../support/responses-server/to-events.ts';
import {
  anyRawArguments,
  anyText,
  callIdsIn,
  callsOf,
  confusedCalls,
  endingWith,
} from '../_scripted-replies.ts';
import { keepsTheStreamLaws } from '../_stream-laws.ts';

const reply: fc.Arbitrary<ScriptedReply> = fc.record(
  {
    thinking: anyText,
    text: anyText,
    phase: fc.constantFrom('commentary' as const, 'final_answer' as const),
    citations: fc.constant([{ url: 'https://example.com/', title: 'Example' }]),
    ownItems: fc.constant([{ id: 'ws_1', type: 'web_search_call', status: 'completed' }]),
    calls: callsOf(['call_a', 'call_b', ''], anyRawArguments),
    finish: fc.constantFrom('completed', 'max_output_tokens', 'max_messages'),
    pieceLength: fc.integer({ min: 1, max: 9 }),
  },
  { requiredKeys: ['pieceLength'] },
);

const answering = { model: 'gpt-6-sol', sealed: 'gAAAAAsealed' };

const eventsOf = (scripted: ScriptedReply): readonly Event[] => {
  const { events, end } = toEvents(scripted, answering);
  return [...events, ...end].map(readEvent);
};

const folded = (events: readonly Event[]): Folded => events.reduce(fold, emptyFold);

const told = (events: readonly Event[]): Message =>
  toReply(folded(events), 'message_1', openaiQuirks);

const unstreamed = (scripted: ScriptedReply): Message =>
  told([{ kind: 'end', response: Response.parse(toResponse(scripted, answering)) }]);

keepsTheStreamLaws('OpenAI', {
  reply,
  eventsOf,
  told,
  unstreamed,
  emptyFold,
  fold,
  toDeltas,
  isEnd: ({ kind }) => kind === 'end',
  numRuns: 150,
});

describe('a reply', () => {
  it('trusts the item that is whole, not its beginning', () => {
    const { native } = told(eventsOf({ thinking: 'Hm.', text: 'Yes.' }));
    expect(native?.value).toMatchObject([{ encrypted_content: 'gAAAAAsealed' }, {}]);
  });

  it('keeps no ids of items, which name what nobody has stored; xAI wants them back', () => {
    const scripted = { thinking: 'Hm.', text: 'Yes.' };
    const { native } = told(eventsOf(scripted));
    expect(JSON.stringify(native?.value)).not.toContain('"id"');
    const grok = toReply(folded(eventsOf(scripted)), 'm', grokQuirks);
    expect(grok.native?.value).toMatchObject([{ id: 'rs_1' }, { id: 'msg_1' }]);
  });

  it('gives each call an id of its own, where the server gave none or one twice', () => {
    const message = unstreamed(confusedCalls);
    expect(callIdsIn(message)).toEqual(['message_1_0', 'x', 'message_1_2']);
    expect(message.native?.value).toMatchObject([
      { call_id: 'message_1_0' },
      { call_id: 'x' },
      { call_id: 'message_1_2' },
    ]);
  });

  it('keeps what a model wrote as arguments where it is no JSON object', () => {
    const { parts } = unstreamed({
      calls: [{ id: 'c', name: 'vote', arguments: '{"agent_id": "ag' }],
    });
    expect(parts).toMatchObject([{ arguments: {}, rawArguments: '{"agent_id": "ag' }]);
  });

  it('has thoughts that its maker hides', () => {
    const { parts } = unstreamed({ thinking: '', text: 'Yes.' });
    expect(parts[0]).toEqual({
      type: 'thinking',
      text: '',
      signature: 'gAAAAAsealed',
      redacted: true,
    });
  });

  it('shows an item that comes in one piece', () => {
    const event = readEvent({
      type: 'response.output_item.done',
      output_index: 0,
      item: { type: 'function_call', call_id: 'c', name: 'vote', arguments: '{}' },
    });
    expect(toDeltas(event, fold(emptyFold, event))).toEqual([
      { type: 'tool_call', index: 0, id: 'c', name: 'vote' },
      { type: 'tool_call', index: 0, argumentsText: '{}' },
    ]);
  });

  it('passes over events that nobody knows yet', () => {
    expect(readEvent({ type: 'response.dream.delta', delta: 'zzz' })).toEqual({ kind: 'other' });
    expect(() => readEvent({ delta: 'no type' })).toThrow();
  });
});

describe('the end of a reply', () => {
  it.each([
    ['completed', false, 'end'],
    ['completed', true, 'tool'],
    ['max_output_tokens', true, 'length'],
    ['max_messages', false, 'length'],
    ['content_filter', false, 'filtered'],
    ['a new word', false, 'error'],
  ] as const)('%s (with calls: %s) means %s, and the word is kept', (finish, calls, reason) => {
    expect(told(eventsOf(endingWith(finish, calls))).stop).toEqual({ reason, raw: finish });
  });

  it('is filtered where the model refuses, whatever the word', () => {
    const { stop, parts } = told(eventsOf({ refusal: 'I will not.' }));
    expect(stop).toEqual({ reason: 'filtered', raw: 'completed' });
    expect(parts).toEqual([{ type: 'text', text: 'I will not.', refusal: true }]);
  });
});

describe('usage', () => {
  const usageOf = (usage: Record<string, unknown>) => told(eventsOf({ text: 'x', usage })).usage;

  it('counts what the cache gave and took as part of the input', () => {
    expect(
      usageOf({
        input_tokens: 100,
        input_tokens_details: { cached_tokens: 64, cache_write_tokens: 30 },
        output_tokens: 20,
        output_tokens_details: { reasoning_tokens: 8 },
      }),
    ).toEqual({
      inputTokens: 100,
      outputTokens: 20,
      cachedTokens: 64,
      cacheWriteTokens: 30,
      reasoningTokens: 8,
    });
  });

  it('does without what a server does not report', () => {
    expect(usageOf({ input_tokens: 5, output_tokens: null })).toEqual({
      inputTokens: 5,
      outputTokens: 0,
    });
  });
});
