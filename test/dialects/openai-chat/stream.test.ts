import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../lib/core/message/message.ts';
import { Chunk, Completion } from '../../../lib/dialects/openai-chat/chunk.ts';
import { emptyFold, fold } from '../../../lib/dialects/openai-chat/fold.ts';
import { toDeltas } from '../../../lib/dialects/openai-chat/to-deltas.ts';
import { toReply } from '../../../lib/dialects/openai-chat/to-reply.ts';
import { toChunks, toCompletion } from '../../support/chat-server/to-chunks.ts';
import type { ScriptedReply } from '../../support/maker-server/scripted-reply.ts';
import {
  anyRawArguments,
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
  calls: callsOf(['call_a', 'call_b', ''], anyRawArguments),
  finish: fc.constantFrom('stop', 'length', 'tool_calls'),
  usage: fc.constant({ prompt_tokens: 7, completion_tokens: 5, total_tokens: 12 }),
  pieceLength: fc.integer({ min: 1, max: 9 }),
});

const chunksOf = (scripted: ScriptedReply) =>
  toChunks(scripted, 'test-model', true).map((chunk) => Chunk.parse(chunk));

const told = (chunks: readonly Chunk[]): Message =>
  toReply(chunks.reduce(fold, emptyFold), 'message_1');

const unstreamed = (scripted: ScriptedReply) =>
  told([Completion.parse(toCompletion(scripted, 'test-model'))]);

keepsTheStreamLaws('OpenAI over chat completions', {
  reply,
  eventsOf: chunksOf,
  told,
  unstreamed,
  emptyFold,
  fold,
  toDeltas,
  isEnd: ({ choices }) => Boolean(choices?.[0]?.finish_reason),
  numRuns: 500,
});

describe('a reply with calls', () => {
  it('keeps what a model wrote as arguments where it is no JSON object', () => {
    const { parts } = unstreamed({
      calls: ['{"content": "cut o', '[1]', '', '{}'].map((raw, at) => ({
        id: `c${at}`,
        name: 'vote',
        arguments: raw,
      })),
    });
    expect(parts).toEqual([
      {
        type: 'tool_call',
        id: 'c0',
        name: 'vote',
        arguments: {},
        rawArguments: '{"content": "cut o',
      },
      { type: 'tool_call', id: 'c1', name: 'vote', arguments: {}, rawArguments: '[1]' },
      { type: 'tool_call', id: 'c2', name: 'vote', arguments: {} },
      { type: 'tool_call', id: 'c3', name: 'vote', arguments: {} },
    ]);
  });

  it('gives each call an id of its own, where the server gave none or one twice', () => {
    const message = unstreamed(confusedCalls);
    expect(callIdsIn(message)).toEqual(['message_1_0', 'x', 'message_1_2']);
    expect(message.native?.value).toMatchObject({
      tool_calls: [{ id: 'message_1_0' }, { id: 'x' }, { id: 'message_1_2' }],
    });
  });

  it('tells calls apart that a server numbers alike, by their ids', () => {
    const scripted: ScriptedReply = {
      calls: [
        { id: 'one', name: 'new_answer', arguments: { content: 'a long answer' } },
        { id: 'two', name: 'vote', arguments: { agent_id: 'agent1' } },
      ],
    };
    expect(told(chunksOf({ ...scripted, sameIndex: true }))).toEqual(unstreamed(scripted));
  });

  it('takes arguments that a server gives as an object', () => {
    const chunk = Chunk.parse({
      choices: [
        {
          delta: {
            tool_calls: [{ function: { name: 'vote', arguments: { agent_id: 'agent1' } } }],
          },
        },
      ],
    });
    expect(told([chunk]).parts).toMatchObject([
      { name: 'vote', arguments: { agent_id: 'agent1' } },
    ]);
  });
});

describe('the end of a reply', () => {
  it.each([
    ['stop', false, 'end'],
    ['stop', true, 'tool'],
    ['tool_calls', true, 'tool'],
    ['length', true, 'length'],
    ['model_context_window_exceeded', false, 'length'],
    ['content_filter', false, 'filtered'],
    ['sensitive', false, 'filtered'],
    ['network_error', false, 'error'],
    ['STOP', false, 'end'],
    ['a new word', false, 'error'],
  ] as const)('%s (with calls: %s) means %s, and the word is kept', (finish, calls, reason) => {
    expect(told(chunksOf(endingWith(finish, calls))).stop).toEqual({ reason, raw: finish });
  });

  it('is filtered where the model refuses, whatever the word', () => {
    const { stop, parts } = told(chunksOf({ refusal: 'I will not.' }));
    expect(stop).toEqual({ reason: 'filtered', raw: 'stop' });
    expect(parts).toEqual([{ type: 'text', text: 'I will not.', refusal: true }]);
  });
});

describe('usage', () => {
  const usageOf = (usage: Record<string, unknown> | null) =>
    told([Chunk.parse({ choices: [], usage })]).usage;

  it('counts the cache as part of the input and the reasoning as part of the output', () => {
    const usage = {
      prompt_tokens: 100,
      completion_tokens: 20,
      total_tokens: 120,
      prompt_tokens_details: { cached_tokens: 64 },
      completion_tokens_details: { reasoning_tokens: 8 },
    };
    expect(usageOf(usage)).toEqual({
      inputTokens: 100,
      outputTokens: 20,
      cachedTokens: 64,
      reasoningTokens: 8,
    });
  });

  it('finds the reasoning that xAI counts in the total alone', () => {
    expect(usageOf({ prompt_tokens: 100, completion_tokens: 20, total_tokens: 150 })).toEqual({
      inputTokens: 100,
      outputTokens: 50,
    });
  });

  it('does without, where a server reports none or nonsense', () => {
    expect(usageOf(null)).toBeUndefined();
    expect(usageOf({ prompt_tokens: 'many', completion_tokens: -1 })).toEqual({
      inputTokens: 0,
      outputTokens: 0,
    });
  });
});
