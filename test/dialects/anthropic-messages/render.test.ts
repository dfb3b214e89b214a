import { describe, expect, it } from 'vitest';
import { decisionTools } from '../../../lib/core/agent/decision-tools.ts';
import type { Message } from '../../../lib/core/message/message.ts';
import type { Part } from '../../../lib/core/message/part.ts';
import { extract } from '../../../lib/dialects/anthropic-messages/extract.ts';
import type { Reader } from '../../../lib/dialects/anthropic-messages/quirks.ts';
import { render } from '../../../lib/dialects/anthropic-messages/render.ts';
import { call, message, result, text } from '../_messages.ts';

const quirks = { systemTurns: true, bindsThinking: true, maxTokens: 1000 };
const alone: Reader = { model: 'claude-opus-5-5', quirks };
const claude: Reader = { ...alone, backend: 'claude', account: 'mine' };

const user = (content: string) => message('user', [text(content)]);

const rendered = (messages: readonly Message[], reader = claude) => {
  const { request, losses } = render({ messages }, reader);
  return { messages: request.messages, losses };
};
const kinds = (messages: readonly Message[], reader = claude) =>
  rendered(messages, reader).losses.map(({ kind, at }) => [kind, at]);

const said = (content: string) => ({ role: 'user', content });
const use = (id: string) => ({ type: 'tool_use', id, name: 'look_up', input: { id } });
const told = (id: string, content: string) => ({
  type: 'tool_result',
  tool_use_id: id,
  content,
});

describe('calls and their results', () => {
  it('stand together: all results of a turn first in the very next message', () => {
    const { messages, losses } = rendered([
      user('Q'),
      message('assistant', [text('Hm.'), call('a'), call('b')]),
      message('tool', [result('b', 'B', true)]),
      message('tool', [result('a', 'A')]),
      user('So?'),
    ]);
    expect(messages).toEqual([
      said('Q'),
      { role: 'assistant', content: [{ type: 'text', text: 'Hm.' }, use('a'), use('b')] },
      { role: 'user', content: [{ ...told('b', 'B'), is_error: true }, told('a', 'A')] },
      said('So?'),
    ]);
    expect(losses).toEqual([]);
  });

  it('a call that was never answered is answered as interrupted', () => {
    const { messages, losses } = rendered([user('Q'), message('assistant', [call('a')])]);
    expect(messages[2]).toEqual({
      role: 'user',
      content: [{ ...told('a', 'Interrupted: nothing came back.'), is_error: true }],
    });
    expect(losses.map(({ kind }) => kind)).toEqual(['dangling-call']);
  });

  it('a result without its call is told by the user', () => {
    expect(rendered([message('tool', [result('gone', 'It is 7.')])])).toMatchObject({
      messages: [
        { role: 'user', content: [text('[What the tool call gone gave:]'), text('It is 7.')] },
      ],
      losses: [{ kind: 'orphan-result' }],
    });
  });

  it('text after a call begins a message of its own, behind the result', () => {
    const { messages, losses } = rendered([
      user('Q'),
      message('assistant', [call('a'), text('Now I know.')]),
      message('tool', [result('a', 'A')]),
      user('And?'),
    ]);
    expect(messages.slice(1)).toEqual([
      { role: 'assistant', content: [use('a')] },
      { role: 'user', content: [told('a', 'A')] },
      { role: 'assistant', content: 'Now I know.' },
      said('And?'),
    ]);
    expect(losses.map(({ kind }) => kind)).toEqual(['split']);
  });

  it('an id that stands twice in a conversation goes out once, and again as one of ours', () => {
    const turn = [message('assistant', [call('a')]), message('tool', [result('a', 'A')])];
    const { messages, losses } = rendered([user('Q'), ...turn, ...turn]);
    const ids = JSON.stringify(messages).match(/"(id|tool_use_id)":"[^"]+"/g);
    expect(ids?.[0]).toBe('"id":"a"');
    expect(losses).toMatchObject([{ kind: 'call-id', at: 'messages[3].parts[0].id' }]);
    expect(messages[4]).toMatchObject({ content: [{ tool_use_id: losses[0]?.instead }] });
    expect(rendered([user('Q'), ...turn]).messages).toEqual(messages.slice(0, 3));
  });

  it('a result keeps its images, and what a tool gave is one string where it is one text', () => {
    const picture: Part = { type: 'image', mediaType: 'image/png', data: 'AAAA' };
    const { messages, losses } = rendered([
      user('Q'),
      message('assistant', [call('a'), call('b')]),
      message('tool', [
        { type: 'tool_result', call: 'a', content: [text('See:'), picture], error: false },
        result('b', '\n'),
      ]),
    ]);
    const source = { type: 'base64', media_type: 'image/png', data: 'AAAA' };
    expect(messages[2]).toEqual({
      role: 'user',
      content: [
        {
          type: 'tool_result',
          tool_use_id: 'a',
          content: [text('See:'), { type: 'image', source }],
        },
        told('b', '\n'),
      ],
    });
    expect(losses).toEqual([]);
  });

  it('arguments that are no JSON go out inside an object', () => {
    const broken: Part = {
      type: 'tool_call',
      id: 'a',
      name: 'vote',
      arguments: {},
      rawArguments: '{"x',
    };
    const { messages, losses } = rendered([user('Q'), message('assistant', [broken])]);
    expect(messages[1]).toMatchObject({ content: [{ input: { malformed_arguments: '{"x' } }] });
    expect(losses.map(({ kind }) => kind)).toEqual(['raw-arguments', 'dangling-call']);
  });

  it('are refused without tools: those that are called are declared, and none may be called', () => {
    const { request } = render({ messages: [user('Q'), message('assistant', [call('a')])] }, alone);
    expect(request.tools).toEqual([{ name: 'look_up', input_schema: { type: 'object' } }]);
    expect(request.tool_choice).toEqual({ type: 'none' });
  });
});

describe('who speaks', () => {
  it('first is a user, and last one where a model is asked', () => {
    const answer = message('assistant', [text('Yes.')]);
    expect(rendered([answer])).toEqual({
      messages: [
        said('[The conversation begins here.]'),
        { role: 'assistant', content: 'Yes.' },
        said('Go on.'),
      ],
      losses: [
        { kind: 'first-role', at: 'messages[0]', instead: 'a user speaks before' },
        { kind: 'prefill', at: 'messages[0]', instead: 'a user asks to go on' },
      ],
    });
    expect(rendered([user('Q'), answer], alone)).toEqual({
      messages: [said('Q'), { role: 'assistant', content: 'Yes.' }],
      losses: [],
    });
  });

  it('what the system says first stands by itself, and later where the model takes it', () => {
    const messages = [
      message('system', [text('Be brief.')]),
      message('system', [text('Be kind.')]),
      user('Q'),
      message('system', [text('Hurry.')]),
    ];
    const { request, losses } = render({ messages }, claude);
    expect(request.system).toEqual([text('Be brief.'), text('Be kind.')]);
    expect(request.messages).toEqual([said('Q'), { role: 'system', content: 'Hurry.' }]);
    expect(losses).toEqual([]);

    const old = { ...claude, quirks: { ...quirks, systemTurns: false } };
    expect(rendered(messages, old).messages).toEqual([said('Q'), said('Hurry.')]);
    expect(kinds(messages, old)).toEqual([['role', 'messages[3].parts[0]']]);
    expect(kinds([...messages, user('Well?')])).toEqual([['role', 'messages[3].parts[0]']]);
  });

  it('an image of the assistant is shown by the user', () => {
    const picture: Part = { type: 'image', mediaType: 'image/webp', url: 'https://a.example/b' };
    const conversation = [user('Q'), message('assistant', [text('Look:'), picture])];
    const { messages, losses } = rendered(conversation);
    expect(messages[2]).toEqual({
      role: 'user',
      content: [{ type: 'image', source: { type: 'url', url: 'https://a.example/b' } }],
    });
    expect(losses.map(({ kind }) => kind)).toEqual(['role', 'media-type']);
  });
});

describe('documents', () => {
  const shown = (part: Part) => rendered([message('user', [part])]);
  const file = (mediaType: string, more: object): Part => ({
    type: 'file',
    name: 'a',
    mediaType,
    ...more,
  });
  const block = (source: object) => ({ type: 'document', source, title: 'a' });

  it.each([
    [
      'application/pdf',
      { data: 'AAAA' },
      { type: 'base64', media_type: 'application/pdf', data: 'AAAA' },
      [],
    ],
    [
      'application/pdf',
      { url: 'https://a.example/b.pdf' },
      { type: 'url', url: 'https://a.example/b.pdf' },
      [],
    ],
    [
      'text/plain',
      { data: 'SGVsbG8=' },
      { type: 'text', media_type: 'text/plain', data: 'Hello' },
      [],
    ],
    [
      'text/markdown',
      { data: 'SGVsbG8=' },
      { type: 'text', media_type: 'text/plain', data: 'Hello' },
      ['media-type'],
    ],
  ] as const)('%s %j go out as documents', (mediaType, bytes, source, lost) => {
    const { messages, losses } = shown(file(mediaType, bytes));
    expect(messages).toEqual([{ role: 'user', content: [block(source)] }]);
    expect(losses.map(({ kind }) => kind)).toEqual(lost);
  });

  it('others leave a note', () => {
    expect(shown(file('application/zip', { data: 'AAAA' }))).toMatchObject({
      messages: [said('[A file (a) that cannot be shown here.]')],
      losses: [{ kind: 'file' }],
    });
  });
});

describe('thinking', () => {
  const own = { agent: 'a', backend: 'claude', model: 'claude-opus-5-5' };
  const thought: Part = { type: 'thinking', text: '', signature: 'sig' };
  const blocks = [
    { type: 'thinking', thinking: '', signature: 'sig' },
    { type: 'text', text: 'Yes.' },
  ];
  const { prefix } = render({ messages: [user('Q')] }, claude);
  const reply = (more: Partial<Message>, native: Partial<Message['native']> = {}): Message =>
    message('assistant', [thought, text('Yes.')], {
      author: own,
      native: {
        dialect: 'anthropic-messages',
        value: { role: 'assistant', content: blocks },
        account: 'mine',
        prefix,
        ...native,
      },
      ...more,
    });
  const sent = (said: Message, before = user('Q')) => {
    const { messages, losses } = rendered([before, said, user('So?')]);
    return { content: messages[1]?.content, losses: losses.map(({ kind, at }) => [kind, at]) };
  };
  const without = {
    content: [{ type: 'text', text: 'Yes.' }],
    losses: [['thinking', 'messages[1].parts[0]']],
  };

  it('goes back, without a word too, to the model and account that had it, after what was said then', () => {
    expect(sent(reply({}))).toEqual({ content: blocks, losses: [] });
  });

  it.each([
    ['another model', reply({ author: { ...own, model: 'claude-opus-5' } })],
    ['another account', reply({}, { account: 'yours' })],
    ['another conversation', reply({}, { prefix: 'other' })],
  ])('of %s is left out, and said to be', (_, other) => {
    expect(sent(other)).toEqual(without);
  });

  it('is left out where what was said before has changed, unless the model does not mind', () => {
    expect(sent(reply({}), user('Another Q'))).toEqual(without);
    const easy = { ...claude, quirks: { ...quirks, bindsThinking: false } };
    const { messages } = rendered([user('Another Q'), reply({}), user('So?')], easy);
    expect(messages[1]?.content).toEqual(blocks);
  });

  it('of another maker never goes out', () => {
    const foreign = reply({ author: { agent: 'b', backend: 'zai', model: 'glm-5.3' } });
    expect(sent(foreign)).toEqual({ ...without, content: 'Yes.' });
  });

  it('is left out from the first that does not hold on', () => {
    const first = reply({});
    const before = [user('Q'), first, user('So?')];
    const second = reply({}, { prefix: render({ messages: before }, claude).prefix });
    const kept = rendered([...before, second, user('And?')]);
    expect(kept.losses).toEqual([]);
    const changed = reply({}, { account: 'yours' });
    expect(kinds([user('Q'), changed, user('So?'), second, user('And?')])).toEqual([
      ['thinking', 'messages[1].parts[0]'],
      ['thinking', 'messages[3].parts[0]'],
    ]);
  });

  it('never ends a turn', () => {
    const value = { role: 'assistant', content: blocks.slice(0, 1) };
    const cut = reply({ parts: [thought] }, { value });
    expect(rendered([user('Q'), cut, user('So?')])).toMatchObject({
      messages: [said('Q'), said('So?')],
      losses: [{ kind: 'thinking', at: 'messages[1].parts[0]' }],
    });
  });
});

describe("what Anthropic's own tools did", () => {
  const search = { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: {} };
  const found = { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1', content: [] };
  const opaque = (value: Record<string, unknown>): Part => ({
    type: 'opaque',
    maker: 'anthropic-messages',
    value: JSON.parse(JSON.stringify(value)),
  });

  it('stays in its place', () => {
    const parts = [text('Let me see.'), opaque(search), opaque(found), text('Found.')];
    const { messages, losses } = rendered([user('Q'), message('assistant', parts), user('So?')]);
    expect(messages[1]?.content).toEqual([text('Let me see.'), search, found, text('Found.')]);
    expect(losses).toEqual([]);
  });

  it('is left out where half of it is missing', () => {
    for (const half of [search, found]) {
      const said = message('assistant', [opaque(half), text('Found.')]);
      expect(kinds([user('Q'), said, user('So?')])).toEqual([['opaque', 'messages[1].parts[0]']]);
    }
  });
});

describe('what came in this dialect', () => {
  const conversation = [
    {
      role: 'user',
      content: [
        { type: 'text', text: 'Read:', cache_control: { type: 'ephemeral' } },
        {
          type: 'document',
          source: { type: 'text', media_type: 'text/plain', data: 'é' },
          title: 'a',
          citations: { enabled: true },
        },
        { type: 'search_result', source: 's', title: 't', content: [{ type: 'text', text: 'x' }] },
      ],
    },
    {
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'Hm.', signature: 'c2ln' },
        { type: 'redacted_thinking', data: 'ZGF0YQ==' },
        { type: 'tool_use', id: 'toolu_1', name: 'x', input: { a: 1e2 } },
        { type: 'tool_use', id: 'toolu_2', name: 'x', input: {} },
      ],
    },
    {
      role: 'user',
      content: [
        { type: 'tool_result', tool_use_id: 'toolu_2', content: [], is_error: true },
        { type: 'tool_result', tool_use_id: 'toolu_1', content: 'one' },
        { type: 'text', text: 'Hurry up.' },
      ],
    },
    { role: 'system', content: 'Be brief.' },
    { role: 'assistant', content: 'Done.' },
  ];
  const body = { model: 'x', system: [{ type: 'text', text: 'Be kind.' }], messages: conversation };

  it('goes out in it as it came', () => {
    const { messages } = extract(body);
    const { request, losses } = render({ messages }, alone);
    expect(JSON.stringify(request.messages)).toBe(JSON.stringify(conversation));
    expect(request.system).toEqual(body.system);
    expect(losses).toEqual([]);
  });

  it('is one message for each of its messages, a tool speaking where results come first', () => {
    const { messages } = extract(body);
    expect(messages.map(({ role }) => role)).toEqual([
      'system',
      'user',
      'assistant',
      'tool',
      'system',
      'assistant',
    ]);
    expect(messages[3]?.parts).toEqual([
      { type: 'tool_result', call: 'toolu_2', content: [], error: true },
      result('toolu_1', 'one'),
      text('Hurry up.'),
    ]);
    expect(messages[1]?.parts[1]).toEqual({
      type: 'file',
      name: 'a',
      mediaType: 'text/plain',
      data: 'w6k=',
    });
  });

  it('says what ours does not hold of it', () => {
    expect(extract(body).losses.map(({ kind, at }) => [kind, at])).toEqual([
      ['field', 'messages[0].content[0].cache_control'],
      ['field', 'messages[0].content[1].citations'],
    ]);
  });

  it('is rendered anew for a model that is asked, without thoughts that nobody is known to have had', () => {
    const { messages, losses } = rendered(extract(body).messages);
    expect(JSON.stringify(messages)).not.toMatch(/thinking|cache_control/);
    expect(messages.at(-1)).toEqual(said('Go on.'));
    expect(losses.map(({ kind }) => kind)).toEqual(['thinking', 'thinking', 'role', 'prefill']);
  });

  it('has its results brought into order where they would be refused', () => {
    const late = { type: 'tool_result', tool_use_id: 'a', content: 'A' };
    const odd = [
      said('Q'),
      { role: 'assistant', content: [use('a'), use('b')] },
      { role: 'user', content: [{ type: 'text', text: 'Here:' }, late] },
    ];
    const { messages } = rendered(extract(odd).messages, alone);
    expect(messages.slice(2)).toMatchObject([
      { role: 'user', content: [late, { tool_use_id: 'b', is_error: true }] },
      said('Here:'),
    ]);
  });

  it.each([[{}], ['text'], [{ messages: 'none' }], [[{ content: 'no role' }]]])(
    'is no conversation: %j',
    (odd) => {
      expect(() => extract(odd)).toThrowError(expect.objectContaining({ code: 'context.invalid' }));
    },
  );
});

describe('the request', () => {
  const tools = decisionTools(2);
  const asked = (allowedTools?: readonly string[], builtInTools = []) =>
    render(
      { messages: [user('Q')], tools, ...(allowedTools && { allowedTools }) },
      {
        ...claude,
        builtInTools,
      },
    );

  it('never forces a tool, and keeps the list of them whatever may be called', () => {
    expect(asked().request.tool_choice).toEqual({ type: 'auto' });
    expect(asked([]).request.tool_choice).toEqual({ type: 'none' });
    expect(asked(['vote']).request.tool_choice).toEqual({ type: 'auto' });
    expect(asked(['vote']).losses.map(({ kind }) => kind)).toEqual(['allowed-tools']);
    expect(asked([]).request.tools).toEqual(asked().request.tools);
    expect(asked().request.tools?.[0]).toMatchObject({ input_schema: { type: 'object' } });
  });

  it('names a limit, streams when asked, and holds nothing else', () => {
    const { request } = render({ messages: [user('Q')] }, { ...claude, stream: true });
    expect(request).toEqual({
      model: 'claude-opus-5-5',
      max_tokens: 1000,
      messages: [said('Q')],
      stream: true,
    });
  });

  it('does not change in what was sent before when a conversation grows', () => {
    const before = [
      user('Q'),
      message('assistant', [call('a b')]),
      message('tool', [result('a b', 'A')]),
      message('system', [text('Hurry.')]),
    ];
    const after = [...before, message('assistant', [text('So: A')]), user('Thanks')];
    const { messages } = rendered(after);
    expect(messages.slice(0, 4)).toEqual(rendered(before).messages);
  });
});
