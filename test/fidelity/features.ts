import type { Message } from '../../lib/core/message/message.ts';
import type { Part } from '../../lib/core/message/part.ts';
import type { Json } from '../../lib/core/shared/json.ts';

/** The dialects that are read and written. */
export const written = [
  'anthropic-messages',
  'openai-responses',
  'openai-chat',
  'gemini',
  'claude-code',
] as const;
export type Written = (typeof written)[number];

/** One thing that a conversation may hold. */
export interface Feature {
  readonly name: string;
  /** The conversation that holds it, as any maker may lead it; or as each maker writes it. */
  readonly conversation: readonly Message[] | Partial<Record<Written, Json>>;
  /** Whether a part is it, as its own kind. */
  readonly isIt: (part: Part) => boolean;
  /** Words that show that it is told at least as text. */
  readonly told: string;
}

const BYTES =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const PDF = 'JVBERi0xLjQKJSVFT0YK';

const message = (role: Message['role'], ...parts: Message['parts']): Message => ({
  id: role,
  role,
  parts,
});
const text = (words: string) => ({ type: 'text' as const, text: words });
const call = (id: string, topic: string) => ({
  type: 'tool_call' as const,
  id,
  name: 'look_up',
  arguments: { topic },
});
const result = (
  id: string,
  error: boolean,
  ...content: Extract<Part, { type: 'tool_result' }>['content']
) => ({
  type: 'tool_result' as const,
  call: id,
  content,
  error,
});

const asked = message('user', text('Please look.'));
const goOn = message('user', text('Go on.'));
const answered = message('assistant', text('I have looked.'));

const withResult = (given: ReturnType<typeof result>) => [
  asked,
  message('assistant', call('call_1', 'lions')),
  message('tool', given),
  answered,
  goOn,
];

const contentHas = (part: Part, type: string) =>
  part.type === 'tool_result' && part.content.some((entry) => entry.type === type);

/** Everything that a hand-over may have to carry, in the order of the table. */
export const features: readonly Feature[] = [
  {
    name: 'text',
    conversation: [asked, answered, goOn],
    isIt: (part) => part.type === 'text' && part.text === 'I have looked.',
    told: 'I have looked.',
  },
  {
    name: 'system text in the midst',
    conversation: [
      asked,
      answered,
      message('user', text('More.')),
      message('system', text('Be brief now.')),
      answered,
      goOn,
    ],
    isIt: (part) => part.type === 'text' && part.text === 'Be brief now.',
    told: 'Be brief now.',
  },
  {
    name: 'tool call',
    conversation: withResult(result('call_1', false, text('Lions are cats.'))),
    isIt: (part) => part.type === 'tool_call' && part.arguments['topic'] === 'lions',
    told: 'lions',
  },
  {
    name: 'tool result',
    conversation: withResult(result('call_1', false, text('Lions are cats.'))),
    isIt: (part) => part.type === 'tool_result' && JSON.stringify(part).includes('Lions are cats.'),
    told: 'Lions are cats.',
  },
  {
    name: 'tool result that is an error',
    conversation: withResult(result('call_1', true, text('No lions here.'))),
    isIt: (part) => part.type === 'tool_result' && part.error,
    told: 'No lions here.',
  },
  {
    name: 'image',
    conversation: [
      message('user', text('See:'), { type: 'image', mediaType: 'image/png', data: BYTES }),
      answered,
      goOn,
    ],
    isIt: (part) => part.type === 'image' && part.data === BYTES,
    told: '[An image',
  },
  {
    name: 'image at a URL',
    conversation: [
      message('user', text('See:'), {
        type: 'image',
        mediaType: 'image/png',
        url: 'https://example.com/a.png',
      }),
      answered,
      goOn,
    ],
    isIt: (part) => part.type === 'image' && part.url === 'https://example.com/a.png',
    told: 'https://example.com/a.png',
  },
  {
    name: 'image that a tool gave',
    conversation: withResult(
      result('call_1', false, text('See:'), { type: 'image', mediaType: 'image/png', data: BYTES }),
    ),
    isIt: (part) => contentHas(part, 'image') || (part.type === 'image' && part.data === BYTES),
    told: '[An image',
  },
  {
    name: 'PDF',
    conversation: [
      message('user', text('Read:'), {
        type: 'file',
        mediaType: 'application/pdf',
        name: 'a.pdf',
        data: PDF,
      }),
      answered,
      goOn,
    ],
    isIt: (part) => part.type === 'file' && part.data === PDF,
    told: '[A file',
  },
  {
    name: 'recording',
    conversation: [
      message('user', text('Listen:'), { type: 'audio', mediaType: 'audio/wav', data: 'UklGRg==' }),
      answered,
      goOn,
    ],
    isIt: (part) => part.type === 'audio',
    told: '[A recording',
  },
  {
    name: 'thinking',
    conversation: {
      'anthropic-messages': {
        messages: [
          { role: 'user', content: 'Please look.' },
          {
            role: 'assistant',
            content: [
              { type: 'thinking', thinking: 'Lions, perhaps.', signature: 'c2lnbmVk' },
              { type: 'text', text: 'I have looked.' },
            ],
          },
          { role: 'user', content: 'Go on.' },
        ],
      },
      'openai-responses': {
        input: [
          { role: 'user', content: 'Please look.' },
          {
            type: 'reasoning',
            summary: [{ type: 'summary_text', text: 'Lions, perhaps.' }],
            encrypted_content: 'c2VhbGVk',
          },
          { role: 'assistant', content: [{ type: 'output_text', text: 'I have looked.' }] },
          { role: 'user', content: 'Go on.' },
        ],
      },
      'openai-chat': {
        messages: [
          { role: 'user', content: 'Please look.' },
          { role: 'assistant', reasoning_content: 'Lions, perhaps.', content: 'I have looked.' },
          { role: 'user', content: 'Go on.' },
        ],
      },
      gemini: {
        contents: [
          { role: 'user', parts: [{ text: 'Please look.' }] },
          {
            role: 'model',
            parts: [{ text: 'Lions, perhaps.', thought: true }, { text: 'I have looked.' }],
          },
          { role: 'user', parts: [{ text: 'Go on.' }] },
        ],
      },
      'claude-code': [
        line('1', null, 'user', 'Please look.'),
        line('2', '1', 'assistant', [
          { type: 'thinking', thinking: 'Lions, perhaps.', signature: 'c2lnbmVk' },
        ]),
        line('3', '2', 'assistant', [{ type: 'text', text: 'I have looked.' }]),
        line('4', '3', 'user', 'Go on.'),
      ].join('\n'),
    },
    isIt: (part) => part.type === 'thinking',
    told: 'Lions, perhaps.',
  },
  {
    name: 'citation',
    conversation: {
      'anthropic-messages': {
        messages: [
          { role: 'user', content: 'Please look.' },
          {
            role: 'assistant',
            content: [
              {
                type: 'text',
                text: 'Lions are cats.',
                citations: [
                  {
                    type: 'web_search_result_location',
                    url: 'https://example.com/lions',
                    title: 'Lions',
                    cited_text: 'cats',
                    encrypted_index: 'eA==',
                  },
                ],
              },
            ],
          },
          { role: 'user', content: 'Go on.' },
        ],
      },
      'openai-responses': {
        input: [
          { role: 'user', content: 'Please look.' },
          {
            role: 'assistant',
            content: [
              {
                type: 'output_text',
                text: 'Lions are cats.',
                annotations: [
                  {
                    type: 'url_citation',
                    url: 'https://example.com/lions',
                    title: 'Lions',
                    start_index: 0,
                    end_index: 5,
                  },
                ],
              },
            ],
          },
          { role: 'user', content: 'Go on.' },
        ],
      },
    },
    isIt: (part) => part.type === 'text' && (part.citations?.length ?? 0) > 0,
    told: 'https://example.com/lions',
  },
  {
    name: 'refusal',
    conversation: {
      'openai-responses': {
        input: [
          { role: 'user', content: 'Please look.' },
          { role: 'assistant', content: [{ type: 'refusal', refusal: 'I will not look.' }] },
          { role: 'user', content: 'Go on.' },
        ],
      },
      'openai-chat': {
        messages: [
          { role: 'user', content: 'Please look.' },
          { role: 'assistant', content: null, refusal: 'I will not look.' },
          { role: 'user', content: 'Go on.' },
        ],
      },
    },
    isIt: (part) => part.type === 'text' && part.refusal === true,
    told: 'I will not look.',
  },
];

function line(uuid: string, parentUuid: string | null, role: string, content: Json): string {
  return JSON.stringify({
    type: role,
    uuid,
    parentUuid,
    sessionId: 'session',
    timestamp: '2026-11-22T06:00:00.000Z',
    isSidechain: false,
    message: {
      role,
      content,
      ...(role === 'assistant' && { id: 'msg_1', model: 'claude-opus-5-5' }),
    },
  });
}
