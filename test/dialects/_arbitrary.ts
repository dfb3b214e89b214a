import fc from 'fast-check';
import type { Message, Role } from '../../lib/core/message/message.ts';
import type { ContentPart, Part } from '../../lib/core/message/part.ts';
import type { Json } from '../../lib/core/shared/json.ts';

/** Characters that have given someone trouble, among ordinary ones. */
const unit = fc.constantFrom(
  ...'abcXYZ 019\n\t"\\{}[]<>&\u0000\u2028é中ß',
  '👍🏽',
  '🇨🇭',
  'e\u0301',
);

/** Text of every kind: empty, of many scripts, with half a surrogate pair. */
const text = fc.oneof(
  { weight: 9, arbitrary: fc.string({ unit, maxLength: 16 }) },
  { weight: 1, arbitrary: fc.constantFrom('', '\n', 'a\ud83d', '\udc00b', '[DONE]') },
);

const json = fc
  .jsonValue({ maxDepth: 2, stringUnit: unit })
  .map((value): Json => JSON.parse(JSON.stringify(value)));

/** Few ids, so that calls and results meet, and collide; some that no maker takes. */
const callId = fc.constantFrom('a', 'b', 'call_1', 'functions.x:0', '', 'ü'.repeat(50));
const name = fc.constantFrom('new_answer', 'vote', 'mcp.server/tool', '', '1st', 'x'.repeat(70));

const base64 = fc
  .uint8Array({ minLength: 1, maxLength: 9 })
  .map((bytes) => Buffer.from(bytes).toString('base64'));
const sha = fc.constant('f'.repeat(64));

const image = fc.record(
  {
    type: fc.constant('image' as const),
    mediaType: fc.constantFrom(
      'image/png',
      'image/jpeg',
      'image/*',
      'text/plain',
      'image/p,ng;',
      '',
    ),
    data: fc.oneof(base64, fc.constantFrom('', 'not base64!')),
    url: fc.constantFrom(
      'https://example.com/a.png',
      'data:image/gif;base64,AAAA',
      'data:image/svg+xml,%3Csvg/%3E',
      'file:///etc/passwd',
      'http://[',
      '',
    ),
    blob: sha,
  },
  { requiredKeys: ['type', 'mediaType'] },
);

const file = fc.record(
  {
    type: fc.constant('file' as const),
    mediaType: fc.constantFrom('application/pdf', 'text/markdown', 'application/json', 'odd'),
    name: text,
    data: fc.oneof(base64, fc.constantFrom('', '%%%', 'aGVsbG8=')),
    url: fc.constantFrom('https://example.com/a.pdf', 'file:///etc/passwd', ''),
    blob: sha,
  },
  { requiredKeys: ['type', 'mediaType', 'name'] },
);

const audio = fc.record(
  {
    type: fc.constant('audio' as const),
    mediaType: fc.constantFrom('audio/wav', 'audio/mpeg', 'audio/midi', ''),
    data: fc.oneof(base64, fc.constantFrom('', '%%%')),
    url: fc.constantFrom('https://example.com/a.wav', ''),
    blob: sha,
  },
  { requiredKeys: ['type', 'mediaType'] },
);

const opaque = fc.record({
  type: fc.constant('opaque' as const),
  maker: fc.constantFrom('openai-chat', 'anthropic-messages', 'gemini'),
  value: fc.oneof(
    json,
    fc.record({
      type: fc.constantFrom('input_audio', 'text', 'video'),
      input_audio: fc.oneof(json, fc.constant({ data: 'AAAA', format: 'wav' })),
    }),
    fc.record({ executableCode: fc.record({ language: fc.constant('PYTHON'), code: text }) }),
  ),
});

const citation = fc.record(
  { url: fc.constant('https://example.com/'), title: text, quote: text },
  { requiredKeys: [] },
);

const textPart = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('text' as const), text }) },
  {
    weight: 1,
    arbitrary: fc.record(
      {
        type: fc.constant('text' as const),
        text,
        citations: fc.array(citation, { maxLength: 2 }),
        refusal: fc.constant(true as const),
      },
      { requiredKeys: ['type', 'text'] },
    ),
  },
);

const contentPart: fc.Arbitrary<ContentPart> = fc.oneof(textPart, image, audio, file, opaque);

const toolCall = fc.oneof(
  fc.record({
    type: fc.constant('tool_call' as const),
    id: callId,
    name,
    arguments: fc.dictionary(text, json, { maxKeys: 3 }),
  }),
  fc.record({
    type: fc.constant('tool_call' as const),
    id: callId,
    name,
    arguments: fc.constant({}),
    rawArguments: fc.oneof(text, fc.constantFrom('[1]', '{"content": "cut o', 'null')),
  }),
);

const toolResult = fc.record({
  type: fc.constant('tool_result' as const),
  call: callId,
  content: fc.array(contentPart, { maxLength: 3 }),
  error: fc.boolean(),
});

const thinking = fc.record(
  {
    type: fc.constant('thinking' as const),
    text,
    signature: text,
    redacted: fc.constant(true as const),
  },
  { requiredKeys: ['type', 'text'] },
);

const part: fc.Arbitrary<Part> = fc.oneof(contentPart, toolCall, toolResult, thinking);

const role = fc.constantFrom<Role>('system', 'user', 'assistant', 'tool');

const author = fc.record(
  {
    agent: fc.constantFrom('alice', 'bob'),
    backend: fc.constantFrom('zai', 'grok', 'claude'),
    model: fc.constantFrom('glm-5.3', 'grok-4.7'),
  },
  { requiredKeys: ['agent'] },
);

/** Every message that the type allows, however little sense it makes. */
const anyMessage: fc.Arbitrary<Message> = fc.record(
  {
    id: fc.uuid(),
    role,
    author,
    at: fc.constant('2026-01-01T00:00:00.000Z'),
    parts: fc.array(part, { maxLength: 5 }),
    stop: fc.constant({ reason: 'end' as const, raw: 'stop' }),
    usage: fc.constant({ inputTokens: 1, outputTokens: 2 }),
  },
  { requiredKeys: ['id', 'role', 'parts'] },
);

export const anyConversation = fc.array(anyMessage, { minLength: 1, maxLength: 8 });

const sane = fc.string({ unit, minLength: 1, maxLength: 16 });

/** One exchange of a conversation as a model leads it: a question, calls with their results, an answer. */
const exchange = fc
  .record({
    question: sane,
    remark: fc.option(sane, { nil: undefined }),
    calls: fc.array(
      fc.record({
        name: fc.constantFrom('new_answer', 'look_up'),
        args: fc.dictionary(sane, json, { maxKeys: 2 }),
        result: sane,
      }),
      { maxLength: 3 },
    ),
    answer: sane,
  })
  .map(({ question, remark, calls, answer }) => (place: number): readonly Message[] => [
    message('user', [said(question)]),
    ...(calls.length > 0
      ? [
          message('assistant', [
            ...(remark ? [said(remark)] : []),
            ...calls.map(
              ({ name: called, args }, at): Part => ({
                type: 'tool_call',
                id: `call_${place}_${at}`,
                name: called,
                arguments: args,
              }),
            ),
          ]),
          ...calls.map(({ result }, at) =>
            message('tool', [
              {
                type: 'tool_result',
                call: `call_${place}_${at}`,
                content: [{ type: 'text', text: result }],
                error: false,
              },
            ]),
          ),
        ]
      : []),
    message('assistant', [said(answer)]),
  ]);

const said = (content: string): Part & ContentPart => ({ type: 'text', text: content });

const message = (speaker: Role, parts: readonly Part[]): Message => ({
  id: 'm',
  role: speaker,
  parts: [...parts],
});

/** A conversation that any maker could have led, with a system message before it. */
export const orderlyConversation = fc
  .tuple(sane, fc.array(exchange, { minLength: 1, maxLength: 3 }))
  .map(([system, exchanges]) => [
    message('system', [said(system)]),
    ...exchanges.flatMap((tell, place) => tell(place)),
  ]);
