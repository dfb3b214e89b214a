import { describe, expect, it } from 'vitest';
import { chatMakerOf } from '../../../lib/config/makers.ts';
import { noQuirks } from '../../../lib/core/agent/chat-quirks.ts';
import { decisionTools } from '../../../lib/core/agent/decision-tools.ts';
import type { Message } from '../../../lib/core/message/message.ts';
import type { Part } from '../../../lib/core/message/part.ts';
import type { Conversation } from '../../../lib/dialects/conversation.ts';
import { extract } from '../../../lib/dialects/openai-chat/extract.ts';
import type { Reader } from '../../../lib/dialects/openai-chat/reader.ts';
import { render } from '../../../lib/dialects/openai-chat/render.ts';
import { call, message, result, text } from '../_messages.ts';

const openai: Reader = { model: 'gpt-6-sol', quirks: noQuirks };
const glm: Reader = { model: 'glm-5.3', backend: 'zai', quirks: chatMakerOf('zai').quirks };
const grok: Reader = { model: 'grok-4.7', backend: 'grok', quirks: chatMakerOf('grok').quirks };

const rendered = (messages: readonly Message[], reader = openai) => {
  const { request, losses } = render({ messages }, reader);
  return { messages: request.messages, losses };
};

const assistant = (...ids: string[]) => ({
  role: 'assistant',
  content: null,
  tool_calls: ids.map((id) => ({
    id,
    type: 'function',
    function: { name: 'look_up', arguments: JSON.stringify({ id }) },
  })),
});
const tool = (id: string, content: string) => ({ role: 'tool', tool_call_id: id, content });

describe('calls and their results', () => {
  it('stand together, whoever spoke between', () => {
    const { messages, losses } = rendered([
      message('assistant', [call('a'), call('b')]),
      message('user', [text('Hurry up.')]),
      message('tool', [result('b', 'B'), result('a', 'A')]),
    ]);
    expect(messages).toEqual([
      assistant('a', 'b'),
      tool('b', 'B'),
      tool('a', 'A'),
      { role: 'user', content: 'Hurry up.' },
    ]);
    expect(losses.map(({ kind, at }) => [kind, at])).toEqual([
      ['order', 'messages[2].parts[1]'],
      ['order', 'messages[2].parts[0]'],
    ]);
  });

  it('a call that was never answered is answered as interrupted', () => {
    const { messages, losses } = rendered([
      message('assistant', [call('a')]),
      message('user', [text('So?')]),
    ]);
    expect(messages).toEqual([
      assistant('a'),
      tool('a', 'Interrupted: nothing came back.'),
      { role: 'user', content: 'So?' },
    ]);
    expect(losses).toEqual([
      { kind: 'dangling-call', at: 'messages[0].parts[0]', instead: 'answered as interrupted' },
    ]);
  });

  it('a result without its call is told by the user', () => {
    const { messages, losses } = rendered([message('tool', [result('gone', 'It is 7.')])], grok);
    expect(messages).toEqual([
      { role: 'user', content: '[What the tool call gone gave:]\n\nIt is 7.' },
    ]);
    expect(losses.map(({ kind }) => kind)).toEqual(['orphan-result', 'text-boundary']);
  });

  it('a result answers the last call of its id, and two of one message in their order', () => {
    const { messages } = rendered([
      message('assistant', [call('a')]),
      message('assistant', [call('a'), call('a')]),
      message('tool', [result('a', 'first'), result('a', 'second')]),
    ]);
    expect(messages.filter((each) => JSON.stringify(each).includes('"tool"'))).toMatchObject([
      { content: 'Interrupted: nothing came back.' },
      { content: 'first' },
      { content: 'second' },
    ]);
  });

  it('an id that makers refuse goes out as one that they accept, the same each time', () => {
    const messages = [
      message('assistant', [call('functions.x:0')]),
      message('tool', [result('functions.x:0', 'X')]),
    ];
    const once = rendered(messages, grok);
    const [lost] = once.losses;
    expect(lost).toMatchObject({ kind: 'call-id', at: 'messages[0].parts[0].id' });
    expect(lost?.instead).toMatch(/^[a-zA-Z0-9_-]{1,40}$/);
    expect(once.messages[1]).toMatchObject({ tool_call_id: lost?.instead });
    expect(rendered(messages, glm).messages).toEqual(once.messages);
  });

  it('text after a call begins a message of its own, behind the result', () => {
    const { messages, losses } = rendered([
      message('assistant', [text('Let me see.'), call('a'), text('Now I know.')]),
      message('tool', [result('a', 'A')]),
    ]);
    expect(messages).toEqual([
      { ...assistant('a'), content: 'Let me see.' },
      tool('a', 'A'),
      { role: 'assistant', content: 'Now I know.' },
    ]);
    expect(losses).toEqual([
      { kind: 'split', at: 'messages[0].parts[2]', instead: 'begins a message of its own' },
    ]);
  });

  it('an image that a tool gave is shown by the user right after, and an error is said in words', () => {
    const picture: Part = { type: 'image', mediaType: 'image/png', data: 'AAAA' };
    const { messages, losses } = rendered(
      [
        message('assistant', [call('a'), call('b')]),
        message('tool', [
          { type: 'tool_result', call: 'a', content: [text('See:'), picture], error: false },
          { type: 'tool_result', call: 'b', content: [text('No such page.')], error: true },
        ]),
      ],
      grok,
    );
    expect(messages.slice(1)).toEqual([
      tool('a', 'See:'),
      tool('b', 'Error:\n\nNo such page.'),
      {
        role: 'user',
        content: [
          { type: 'text', text: '[Shown by the call a:]' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
        ],
      },
    ]);
    expect(losses.map(({ kind }) => kind)).toEqual([
      'image-in-tool-result',
      'tool-error',
      'text-boundary',
    ]);
  });
});

describe('arguments that are no JSON', () => {
  const broken = message('assistant', [
    { type: 'tool_call', id: 'a', name: 'vote', arguments: {}, rawArguments: '{"agent_id": "ag' },
  ]);

  it('go back to OpenAI as they are', () => {
    expect(rendered([broken]).messages[0]).toMatchObject({
      tool_calls: [{ function: { arguments: '{"agent_id": "ag' } }],
    });
  });

  it('go to others inside an object, since they would refuse the conversation from then on', () => {
    const back = extract({
      messages: [
        {
          role: 'assistant',
          tool_calls: [
            {
              id: 'a',
              type: 'function',
              function: { name: 'vote', arguments: '{"agent_id": "ag' },
            },
          ],
        },
      ],
    }).messages;
    const own = back.map((each) => ({
      ...each,
      author: { agent: 'self', backend: 'grok', model: 'grok-4.7' },
    }));
    for (const messages of [[broken], own]) {
      const { messages: sent, losses } = rendered(messages, grok);
      expect(sent[0]).toMatchObject({
        tool_calls: [
          { function: { arguments: '{"malformed_arguments":"{\\"agent_id\\": \\"ag"}' } },
        ],
      });
      expect(losses[0]).toMatchObject({ kind: 'raw-arguments' });
    }
  });
});

describe('thinking', () => {
  const thought = (author: Message['author'], native?: Message['native']) =>
    message('assistant', [{ type: 'thinking', text: 'Hm.' }, text('Yes.')], {
      ...(author && { author }),
      ...(native && { native }),
    });
  const native = {
    dialect: 'openai-chat',
    value: { role: 'assistant', content: 'Yes.', reasoning_content: 'Hm.' },
  };
  const self = { agent: 'a', backend: 'zai', model: 'glm-5.3' };

  it('goes back to the model that thought it, where its maker wants it', () => {
    for (const own of [thought(self), thought(self, native)]) {
      const { messages, losses } = rendered([own], glm);
      expect(messages).toEqual([{ role: 'assistant', content: 'Yes.', reasoning_content: 'Hm.' }]);
      expect(losses).toEqual([]);
    }
  });

  it.each([
    ['of another model', { ...self, model: 'glm-4.5' }, glm],
    ['of another maker', { ...self, backend: 'claude' }, glm],
    ['of nobody known', undefined, glm],
    [
      'of its own, where the maker does not want it',
      { agent: 'a', backend: 'grok', model: 'grok-4.7' },
      grok,
    ],
  ] as const)('%s is left out, and said to be', (_, author, reader) => {
    for (const other of [thought(author), thought(author, native)]) {
      const { messages, losses } = rendered([other], reader);
      expect(messages).toEqual([{ role: 'assistant', content: 'Yes.' }]);
      expect(losses).toEqual([
        { kind: 'thinking', at: 'messages[0].parts[0]', instead: 'left out' },
      ]);
    }
  });

  it('is stood in for where a server insists on it', () => {
    const kimi: Reader = {
      model: 'kimi-k3',
      backend: 'moonshot',
      quirks: chatMakerOf('moonshot').quirks,
    };
    const { messages } = rendered([message('assistant', [call('a')])], kimi);
    expect(messages[0]).toMatchObject({ reasoning_content: '.' });
  });
});

describe('what came in this dialect', () => {
  const conversation = [
    { role: 'developer', content: 'Be brief.', name: 'boss' },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'Hear:' },
        { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } },
      ],
    },
    {
      role: 'assistant',
      content: '',
      reasoning_content: 'Hm.',
      tool_calls: [
        {
          id: 'functions.x:0',
          type: 'function',
          function: { name: 'x.y', arguments: '{ "a":1e2 }' },
        },
      ],
    },
    { role: 'tool', tool_call_id: 'functions.x:0', content: [{ type: 'text', text: 'ok' }] },
    { role: 'assistant', content: 'Done.', audio: { id: 'audio_1' }, annotations: [] },
  ];

  it('goes out in it as it came', () => {
    const { messages } = extract({ model: 'x', messages: conversation });
    expect(rendered(messages)).toEqual({ messages: conversation, losses: [] });
  });

  it('says what ours does not hold of it', () => {
    expect(extract(conversation).losses.map(({ kind, at }) => [kind, at])).toEqual([
      ['role', 'messages[0].role'],
      ['field', 'messages[0].name'],
      ['field', 'messages[4].audio'],
    ]);
  });

  it('is rendered anew for another maker of the same dialect', () => {
    const { messages } = rendered(extract(conversation).messages, grok);
    expect(messages[0]).toEqual({ role: 'system', content: 'Be brief.' });
    expect(JSON.stringify(messages)).not.toContain('reasoning_content');
  });

  it.each([[{}], ['text'], [{ messages: 'none' }], [[{ content: 'no role' }]]])(
    'is no conversation: %j',
    (body) => {
      expect(() => extract(body)).toThrowError(
        expect.objectContaining({ code: 'context.invalid' }),
      );
    },
  );
});

describe('the tools', () => {
  const tools = decisionTools(2);
  const told = (allowedTools: readonly string[] | undefined, { quirks }: Reader) => {
    const conversation: Conversation = {
      messages: [],
      tools,
      ...(allowedTools && { allowedTools }),
    };
    const { request, losses } = render(conversation, { model: 'm', quirks });
    return {
      tools: request.tools?.length,
      choice: request.tool_choice,
      losses: losses.map(({ kind }) => kind),
    };
  };

  it('stay the same when only some may be called, where the maker can be told so', () => {
    const allowed = {
      type: 'allowed_tools',
      allowed_tools: { mode: 'auto', tools: [{ type: 'function', function: { name: 'vote' } }] },
    };
    expect(told(['vote'], openai)).toEqual({ tools: 2, choice: allowed, losses: [] });
    expect(told(['vote'], grok)).toEqual({
      tools: 2,
      choice: undefined,
      losses: ['allowed-tools'],
    });
    expect(told(['vote'], glm)).toEqual({ tools: 2, choice: undefined, losses: ['allowed-tools'] });
  });

  it('need no word when all may be called', () => {
    for (const reader of [openai, grok, glm]) {
      expect(told(undefined, reader)).toEqual({ tools: 2, choice: undefined, losses: [] });
    }
  });

  it('cannot be called when text is asked for', () => {
    expect(told([], openai)).toEqual({ tools: 2, choice: 'none', losses: [] });
    expect(told([], grok)).toEqual({ tools: 2, choice: 'none', losses: [] });
    expect(told([], glm)).toEqual({ tools: undefined, choice: undefined, losses: [] });
  });

  it('go out under names that makers accept', () => {
    const odd = [{ name: 'mcp.server/tool', description: '', parameters: { type: 'object' } }];
    const { request, losses } = render({ messages: [], tools: odd }, openai);
    expect(request.tools?.[0]?.function.name).toMatch(/^_mcp_server_tool_[\w-]{8}$/);
    expect(losses).toMatchObject([{ kind: 'tool-name', at: 'tools[0].name' }]);
  });
});

describe('parts that the server may not take', () => {
  const shown = (part: Part, reader: Reader) => rendered([message('user', [part])], reader);

  it('a file goes to OpenAI as a file, and to others as its text or a note', () => {
    const file: Part = { type: 'file', mediaType: 'text/markdown', name: 'a.md', data: 'SGVsbG8=' };
    expect(shown(file, openai).messages).toEqual([
      {
        role: 'user',
        content: [
          {
            type: 'file',
            file: { filename: 'a.md', file_data: 'data:text/markdown;base64,SGVsbG8=' },
          },
        ],
      },
    ]);
    expect(shown(file, grok)).toEqual({
      messages: [{ role: 'user', content: '[The file a.md:]\nHello' }],
      losses: [{ kind: 'file', at: 'messages[0].parts[0]', instead: 'its text' }],
    });
    expect(shown({ ...file, mediaType: 'application/pdf' }, grok).messages).toEqual([
      { role: 'user', content: '[A file (a.md) that cannot be shown here.]' },
    ]);
  });

  it('an image that is only kept as a blob leaves a note', () => {
    const { messages, losses } = shown(
      { type: 'image', mediaType: 'image/png', blob: 'f'.repeat(64) },
      openai,
    );
    expect(messages).toEqual([
      { role: 'user', content: '[An image (image/png) that cannot be shown here.]' },
    ]);
    expect(losses).toEqual([
      { kind: 'image', at: 'messages[0].parts[0]', instead: 'a note in its place' },
    ]);
  });

  it('half a surrogate pair becomes U+FFFD', () => {
    const { messages, losses } = shown(text('a\ud83d'), openai);
    expect(messages).toEqual([{ role: 'user', content: 'a\ufffd' }]);
    expect(losses).toEqual([
      { kind: 'lone-surrogate', at: 'messages[0].parts[0].text', instead: 'U+FFFD' },
    ]);
  });
});

describe('the request', () => {
  it('carries what the row of the maker says', () => {
    const options = { ...glm, maxTokens: 100, stream: true };
    expect(render({ messages: [] }, options).request).toEqual({
      thinking: { type: 'enabled', clear_thinking: false },
      model: 'glm-5.3',
      messages: [],
      max_tokens: 100,
      stream: true,
    });
    expect(render({ messages: [] }, { ...openai, maxTokens: 100, stream: true }).request).toEqual({
      model: 'gpt-6-sol',
      messages: [],
      max_completion_tokens: 100,
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  it('does not change in what was sent before when a conversation grows', () => {
    const before = [
      message('user', [text('Q')]),
      message('assistant', [call('a b')]),
      message('tool', [result('a b', 'A')]),
    ];
    const after = [
      ...before,
      message('assistant', [text('So: A')]),
      message('user', [text('Thanks')]),
    ];
    const sent = rendered(after, grok).messages;
    expect(sent.slice(0, 3)).toEqual(rendered(before, grok).messages);
  });
});
