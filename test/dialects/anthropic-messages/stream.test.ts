import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../lib/core/message/message.ts';
import type { Json } from '../../../lib/core/shared/json.ts';
import { StreamEvent, WholeMessage } from '../../../lib/dialects/anthropic-messages/event.ts';
import { emptyFold, type Folded, fold } from '../../../lib/dialects/anthropic-messages/fold.ts';
import { toDeltas } from '../../../lib/dialects/anthropic-messages/to-deltas.ts';
import { toReply } from '../../../lib/dialects/anthropic-messages/to-reply.ts';
import type { ScriptedReply } from '../../support/maker-server/scripted-reply.ts';
import { toEnd, toEvents, toMessage } from '../../support/messages-server/to-events.ts';
import { anyArguments, anyText, callsOf } from '../_scripted-replies.ts';
import { keepsTheStreamLaws } from '../_stream-laws.ts';

const search = [
  { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'x' } },
  { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1', content: [] },
];

const reply: fc.Arbitrary<ScriptedReply> = fc.record(
  {
    thinking: anyText,
    text: anyText.filter((words) => words !== ''),
    citations: fc.constant([{ url: 'https://example.com/', title: 'An example' }]),
    ownItems: fc.constantFrom(search, [{ type: 'redacted_thinking', data: 'ZGF0YQ==' }], []),
    calls: callsOf(['toolu_a', 'toolu_b'], anyArguments),
    finish: fc.constantFrom('end_turn', 'max_tokens', 'tool_use'),
    pieceLength: fc.integer({ min: 1, max: 9 }),
  },
  { requiredKeys: ['pieceLength', 'finish'] },
);

const MODEL = 'claude-opus-5-5';

const eventsOf = (scripted: ScriptedReply) =>
  [...toEvents(scripted, MODEL, 'sig'), ...toEnd(scripted)].map((event) =>
    StreamEvent.parse(wire(event)),
  );

const wire = (value: unknown): Json => JSON.parse(JSON.stringify(value));

const foldAll = (events: readonly StreamEvent[], before: Folded = emptyFold) =>
  events.reduce(fold, before);

const told = (events: readonly StreamEvent[]): Message => toReply(foldAll(events), 'message_1');

const unstreamed = (scripted: ScriptedReply) =>
  told(WholeMessage.parse(wire(toMessage(scripted, MODEL, 'sig'))));

keepsTheStreamLaws('Claude', {
  reply,
  eventsOf,
  told,
  unstreamed,
  emptyFold,
  fold,
  toDeltas,
  isEnd: ({ type }) => type === 'message_stop',
  numRuns: 300,
});

describe('what a reply holds', () => {
  it('keeps thoughts without a word, hidden ones, and what its own tools did, in their order', () => {
    const ownItems = [{ type: 'redacted_thinking', data: 'ZGF0YQ==' }, ...search];
    const citations = [{ url: 'https://example.com/', title: 'An example' }];
    const message = told(eventsOf({ thinking: '', ownItems, text: 'Found.', citations }));
    expect(message.parts).toEqual([
      { type: 'thinking', text: '', signature: 'sig' },
      { type: 'thinking', text: '', signature: 'ZGF0YQ==', redacted: true },
      { type: 'opaque', maker: 'anthropic-messages', value: search[0] },
      { type: 'opaque', maker: 'anthropic-messages', value: search[1] },
      {
        type: 'text',
        text: 'Found.',
        citations: [{ url: 'https://example.com/', title: 'An example', quote: 'cited' }],
      },
    ]);
    expect(message.native?.value).toMatchObject({
      content: [
        { type: 'thinking', thinking: '', signature: 'sig' },
        { type: 'redacted_thinking' },
        search[0],
        search[1],
        { type: 'text', citations: [{ encrypted_index: 'RW5j' }] },
      ],
    });
  });

  it('is one reply where its maker paused, with what all of it took', () => {
    const usage = { input_tokens: 10, cache_read_input_tokens: 5, output_tokens: 3 };
    const first = foldAll(eventsOf({ ownItems: search, finish: 'pause_turn', usage }));
    const all = foldAll(eventsOf({ text: 'Found.', usage }), first);
    const message = toReply(all, 'm');
    expect(message.parts.map(({ type }) => type)).toEqual(['opaque', 'opaque', 'text']);
    expect(message.stop).toEqual({ reason: 'end', raw: 'end_turn' });
    expect(message.usage).toEqual({ inputTokens: 30, outputTokens: 6, cachedTokens: 10 });
  });

  it('keeps what a model wrote as arguments where it ran out of tokens', () => {
    const calls = [{ id: 'a', name: 'vote', arguments: '{"agent_id": "ag' }];
    const { parts, stop, native } = told(eventsOf({ calls, finish: 'max_tokens' }));
    expect(parts).toEqual([
      { type: 'tool_call', id: 'a', name: 'vote', arguments: {}, rawArguments: '{"agent_id": "ag' },
    ]);
    expect(stop?.reason).toBe('length');
    expect(native?.value).toMatchObject({ content: [{ type: 'tool_use', input: {} }] });
  });

  it('passes over events that are not known', () => {
    const unknown = [{ type: 'news' }, { type: 'content_block_delta', index: 0, delta: {} }];
    const events = unknown.map((event) => StreamEvent.parse(event));
    expect(told([...events, ...eventsOf({ text: 'Yes.' })])).toEqual(unstreamed({ text: 'Yes.' }));
  });
});

describe('the end of a reply', () => {
  it.each([
    ['end_turn', 'end'],
    ['stop_sequence', 'end'],
    ['tool_use', 'tool'],
    ['max_tokens', 'length'],
    ['model_context_window_exceeded', 'length'],
    ['refusal', 'filtered'],
    ['pause_turn', 'error'],
    ['a new word', 'error'],
  ] as const)('%s means %s, and the word is kept', (finish, reason) => {
    expect(told(eventsOf({ text: 'x', finish })).stop).toEqual({ reason, raw: finish });
  });

  it('says why it is refused', () => {
    expect(told(eventsOf({ refusal: 'This could do harm.' })).parts).toEqual([
      { type: 'text', text: 'This could do harm.', refusal: true },
    ]);
  });
});

describe('usage', () => {
  it('counts as input what was read from the cache and what was written to it', () => {
    const usage = {
      input_tokens: 10,
      cache_creation_input_tokens: 20,
      cache_read_input_tokens: 70,
      output_tokens: 9,
      output_tokens_details: { thinking_tokens: 4 },
    };
    expect(told(eventsOf({ text: 'x', usage })).usage).toEqual({
      inputTokens: 100,
      outputTokens: 9,
      cachedTokens: 70,
      cacheWriteTokens: 20,
      reasoningTokens: 4,
    });
  });

  it('does without, where a server reports none or nonsense', () => {
    const usage = { input_tokens: 'many', output_tokens: -1 };
    expect(told(eventsOf({ text: 'x', usage })).usage).toEqual({ inputTokens: 0, outputTokens: 1 });
    const [start, ...rest] = eventsOf({ text: 'x' });
    const silent = rest.filter(({ type }) => type !== 'message_delta');
    expect(start?.type).toBe('message_start');
    expect(told(silent).usage).toBeUndefined();
  });
});
