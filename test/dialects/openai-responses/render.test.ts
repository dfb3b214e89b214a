import { describe, expect, it } from 'vitest';
import { decisionTools } from '../../../lib/core/agent/decision-tools.ts';
import type { Message } from '../../../lib/core/message/message.ts';
import type { Part } from '../../../lib/core/message/part.ts';
import { extract } from '../../../lib/dialects/openai-responses/extract.ts';
import {
  grokQuirks,
  openaiQuirks,
  type Reader,
} from '../../../lib/dialects/openai-responses/quirks.ts';
import { render } from '../../../lib/dialects/openai-responses/render.ts';
import { call, message, result, text } from '../_messages.ts';

const openai: Reader = { model: 'gpt-6-sol', quirks: openaiQuirks };
const own: Reader = { ...openai, backend: 'openai', account: 'mine' };
const grok: Reader = { model: 'grok-4.7', backend: 'grok', quirks: grokQuirks };

const rendered = (messages: readonly Message[], reader = openai) => {
  const { request, losses } = render({ messages }, reader);
  return { input: request.input, losses };
};

const called = (id: string) => ({
  type: 'function_call',
  call_id: id,
  name: 'look_up',
  arguments: JSON.stringify({ id }),
});
const output = (id: string, said: unknown) => ({
  type: 'function_call_output',
  call_id: id,
  output: said,
});

describe('calls and their results', () => {
  it('stay where they stand, whoever spoke between', () => {
    const { input, losses } = rendered([
      message('assistant', [text('Let me see.'), call('a'), text('And:'), call('b')]),
      message('user', [text('Hurry up.')]),
      message('tool', [result('b', 'B'), result('a', 'A')]),
    ]);
    expect(input).toEqual([
      { role: 'assistant', content: 'Let me see.' },
      called('a'),
      { role: 'assistant', content: 'And:' },
      called('b'),
      { role: 'user', content: 'Hurry up.' },
      output('b', 'B'),
      output('a', 'A'),
    ]);
    expect(losses).toEqual([]);
  });

  it('a call that was never answered is answered as interrupted', () => {
    const { input, losses } = rendered([
      message('assistant', [call('a')]),
      message('user', [text('So?')]),
    ]);
    expect(input).toEqual([
      called('a'),
      output('a', 'Interrupted: nothing came back.'),
      { role: 'user', content: 'So?' },
    ]);
    expect(losses).toEqual([
      { kind: 'dangling-call', at: 'messages[0].parts[0]', instead: 'answered as interrupted' },
    ]);
  });

  it('a result without its call is told by the user', () => {
    const { input, losses } = rendered([message('tool', [result('gone', 'It is 7.')])]);
    expect(input).toEqual([
      {
        role: 'user',
        content: [
          { type: 'input_text', text: '[What the tool call gone gave:]' },
          { type: 'input_text', text: 'It is 7.' },
        ],
      },
    ]);
    expect(losses.map(({ kind }) => kind)).toEqual(['orphan-result']);
  });

  it('no two calls of a conversation have one id', () => {
    const { input, losses } = rendered([
      message('assistant', [call('a')]),
      message('tool', [result('a', 'first')]),
      message('assistant', [call('a')]),
      message('tool', [result('a', 'second')]),
    ]);
    const [lost] = losses;
    expect(lost).toMatchObject({ kind: 'call-id', at: 'messages[2].parts[0].id' });
    expect(input).toMatchObject([
      { call_id: 'a' },
      { call_id: 'a', output: 'first' },
      { call_id: lost?.instead },
      { call_id: lost?.instead, output: 'second' },
    ]);
  });

  it('an image that a tool gave is in its result, and an error is said in words', () => {
    const picture: Part = { type: 'image', mediaType: 'image/png', data: 'AAAA' };
    const { input, losses } = rendered([
      message('assistant', [call('a'), call('b')]),
      message('tool', [
        { type: 'tool_result', call: 'a', content: [text('See:'), picture], error: false },
        { type: 'tool_result', call: 'b', content: [text('No such page.')], error: true },
      ]),
    ]);
    expect(input.slice(2)).toEqual([
      output('a', [
        { type: 'input_text', text: 'See:' },
        { type: 'input_image', image_url: 'data:image/png;base64,AAAA' },
      ]),
      output('b', [
        { type: 'input_text', text: 'Error:' },
        { type: 'input_text', text: 'No such page.' },
      ]),
    ]);
    expect(losses).toEqual([
      { kind: 'tool-error', at: 'messages[1].parts[1].error', instead: 'said in its text' },
    ]);
  });

  it('arguments that are no JSON go back to OpenAI as they are, to Grok inside an object', () => {
    const broken = message('assistant', [
      { type: 'tool_call', id: 'a', name: 'vote', arguments: {}, rawArguments: '{"agent_id": "ag' },
    ]);
    expect(rendered([broken]).input[0]).toMatchObject({ arguments: '{"agent_id": "ag' });
    expect(rendered([broken], grok).input[0]).toMatchObject({
      id: 'a',
      status: 'completed',
      arguments: '{"malformed_arguments":"{\\"agent_id\\": \\"ag"}',
    });
  });
});

describe('who speaks', () => {
  it('for the operator is the developer, to Grok the system, wherever it stands', () => {
    const messages = [message('user', [text('Q')]), message('system', [text('Be brief.')])];
    expect(rendered(messages).input).toMatchObject([{ role: 'user' }, { role: 'developer' }]);
    expect(rendered(messages, grok).input).toMatchObject([{ role: 'user' }, { role: 'system' }]);
  });

  it('refuses in a part of its own, where the maker knows such', () => {
    const said = message('assistant', [text('No.'), { ...text('I will not.'), refusal: true }]);
    expect(rendered([said])).toEqual({
      input: [
        {
          role: 'assistant',
          content: [
            { type: 'output_text', text: 'No.' },
            { type: 'refusal', refusal: 'I will not.' },
          ],
        },
      ],
      losses: [],
    });
    expect(rendered([said], grok)).toMatchObject({
      input: [{ role: 'assistant', content: 'No.\n\nI will not.' }],
      losses: [{ kind: 'refusal' }, { kind: 'text-boundary' }],
    });
  });
});

describe('parts that the server may not take', () => {
  const shown = (part: Part, reader: Reader) => rendered([message('user', [part])], reader);
  const file: Part = { type: 'file', mediaType: 'text/markdown', name: 'a.md', data: 'SGVsbG8=' };

  it('a file goes to OpenAI as a file, and to Grok as its text, or by its URL', () => {
    expect(shown(file, openai).input).toMatchObject([
      {
        content: [
          {
            type: 'input_file',
            filename: 'a.md',
            file_data: 'data:text/markdown;base64,SGVsbG8=',
          },
        ],
      },
    ]);
    expect(shown(file, grok)).toMatchObject({
      input: [{ content: '[The file a.md:]\nHello' }],
      losses: [{ kind: 'file', instead: 'its text' }],
    });
    const { input, losses } = shown({ ...file, url: 'https://example.com/a.md' }, grok);
    expect(input).toMatchObject([
      { content: [{ type: 'input_file', file_url: 'https://example.com/a.md' }] },
    ]);
    expect(losses.map(({ kind }) => kind)).toEqual(['file-name', 'media-type', 'file-source']);
  });

  it('an image of a kind that is not looked at leaves a note, and so does a recording', () => {
    const gif: Part = { type: 'image', mediaType: 'image/gif', data: 'AAAA' };
    expect(shown(gif, openai).losses).toEqual([]);
    expect(shown(gif, grok).losses).toMatchObject([{ kind: 'image' }]);
    const sound: Part = { type: 'audio', mediaType: 'audio/wav', data: 'AAAA' };
    expect(shown(sound, openai).losses).toMatchObject([{ kind: 'audio' }]);
  });
});

describe('reasoning', () => {
  const items = [
    { type: 'reasoning', summary: [], encrypted_content: 'gAAA' },
    { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Yes.' }] },
  ];
  const before = [message('user', [text('Q')])];
  const { prefix } = render({ messages: before }, own);
  const native = { dialect: 'openai-responses', value: items, account: 'mine', prefix };
  const author = { agent: 'a', backend: 'openai', model: 'gpt-6-sol' };
  const thought = (more: Partial<Message>) => [
    ...before,
    message('assistant', [{ type: 'thinking', text: '', signature: 'gAAA' }, text('Yes.')], {
      author,
      native,
      ...more,
    }),
  ];

  it('goes back to who had it, right before what it led to', () => {
    expect(rendered(thought({}), own)).toEqual({
      input: [{ role: 'user', content: 'Q' }, ...items],
      losses: [],
    });
  });

  it.each<[string, Partial<Message>, Reader]>([
    ['another model', { author: { ...author, model: 'gpt-6-luna' } }, own],
    ['another backend', { author: { ...author, backend: 'grok' } }, own],
    ['nobody known', { native: { ...native, value: items }, author: { agent: 'user' } }, own],
    ['another account', { native: { ...native, account: 'yours' } }, own],
    ['another conversation', { native: { ...native, prefix: 'other' } }, own],
    ['one whose form was lost', { native: undefined as never }, own],
    ['its own, to a reader without an account', {}, { ...openai, backend: 'openai' }],
  ])('of %s is left out, and the words stay', (_, more, reader) => {
    const { input, losses } = rendered(thought(more), reader);
    expect(losses).toEqual([{ kind: 'thinking', at: 'messages[1].parts[0]', instead: 'left out' }]);
    expect(JSON.stringify(input)).not.toContain('gAAA');
    expect(JSON.stringify(input)).toContain('Yes.');
  });

  it('without what its maker can read of it stays behind, and so does one that led nowhere', () => {
    const [reasoning] = items;
    const value = [{ ...reasoning, encrypted_content: null }, items[1] ?? null, reasoning ?? null];
    const { input, losses } = rendered(
      thought({
        parts: [
          { type: 'thinking', text: '' },
          text('Yes.'),
          { type: 'thinking', text: '', signature: 'gAAA' },
        ],
        native: { ...native, value },
      }),
      own,
    );
    expect(input).toEqual([{ role: 'user', content: 'Q' }, items[1]]);
    expect(losses.map(({ at }) => at)).toEqual(['messages[1].parts[0]', 'messages[1].parts[2]']);
  });
});

describe('what came in this dialect', () => {
  const body = {
    model: 'x',
    instructions: 'Be brief.',
    input: [
      { role: 'developer', content: 'Use metres.' },
      { role: 'user', content: [{ type: 'input_text', text: 'How high?' }] },
      { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'Hm.' }] },
      { type: 'web_search_call', id: 'ws_1', status: 'completed', action: { type: 'search' } },
      {
        type: 'message',
        role: 'assistant',
        phase: 'commentary',
        content: [
          {
            type: 'output_text',
            text: 'I look.',
            annotations: [{ type: 'url_citation', url: 'https://example.com/', title: 'E' }],
          },
        ],
      },
      { type: 'function_call', id: 'fc_1', call_id: 'c', name: 'look_up', arguments: '{ "a":1 }' },
      { type: 'function_call_output', call_id: 'c', output: [{ type: 'input_text', text: '9' }] },
      { role: 'assistant', content: 'Nine.' },
    ],
  };

  it('is what the assistant did in one go as one message', () => {
    const { messages, losses } = extract(body);
    expect(messages.map(({ role, parts }) => [role, parts.map(({ type }) => type)])).toEqual([
      ['system', ['text']],
      ['system', ['text']],
      ['user', ['text']],
      ['assistant', ['thinking', 'opaque', 'text', 'tool_call']],
      ['tool', ['tool_result']],
      ['assistant', ['text']],
    ]);
    expect(messages[3]?.parts[2]).toMatchObject({
      citations: [{ url: 'https://example.com/', title: 'E' }],
    });
    expect(messages[3]?.native?.value).toEqual(body.input.slice(2, 6));
    expect(losses).toEqual([
      { kind: 'field', at: 'input[4].phase', instead: 'kept in the native form only' },
    ]);
  });

  it('is rendered anew for a maker of the same dialect', () => {
    const { input, losses } = rendered(extract(body).messages, grok);
    expect(input).toMatchObject([
      { role: 'system', content: 'Be brief.' },
      { role: 'system', content: 'Use metres.' },
      { role: 'user', content: 'How high?' },
      { role: 'assistant', content: 'I look.' },
      { type: 'function_call', id: 'c', arguments: '{"a":1}' },
      { type: 'function_call_output', output: '9' },
      { role: 'assistant', content: 'Nine.' },
    ]);
    expect(losses.map(({ kind }) => kind)).toEqual(['thinking', 'opaque', 'citations']);
  });

  it('stands among what others said as it came, repaired where it must be', () => {
    const came = extract({ input: [called('x'.repeat(50)), { role: 'user', content: 'Q' }] });
    const { input } = rendered([...came.messages, message('user', [text('And?')])]);
    expect(input).toMatchObject([
      { type: 'function_call', call_id: expect.stringMatching(/^call_.{32}$/) },
      { type: 'function_call_output', output: 'Interrupted: nothing came back.' },
      { role: 'user', content: 'Q' },
      { role: 'user', content: 'And?' },
    ]);
  });

  it('says what a request keeps elsewhere', () => {
    const { losses } = extract({ input: 'So?', previous_response_id: 'resp_1' });
    expect(losses).toMatchObject([{ kind: 'elsewhere', at: 'previous_response_id' }]);
  });

  it.each([[{}], ['text'], [{ input: 7 }], [{ input: [{ content: 'no role' }] }], [[null]]])(
    'is no conversation: %j',
    (odd) => {
      expect(() => extract(odd)).toThrowError(expect.objectContaining({ code: 'context.invalid' }));
    },
  );
});

describe('the tools', () => {
  const tools = decisionTools(2);
  const told = (allowedTools: readonly string[], reader: Reader) => {
    const { request, losses } = render({ messages: [], tools, allowedTools }, reader);
    return {
      tools: request.tools?.length,
      choice: request.tool_choice,
      losses: losses.map(({ kind }) => kind),
    };
  };

  it('stay the same when only some may be called, and the prefix with them', () => {
    expect(told(['vote'], openai)).toEqual({
      tools: 2,
      choice: {
        type: 'allowed_tools',
        mode: 'auto',
        tools: [{ type: 'function', name: 'vote' }],
      },
      losses: [],
    });
    expect(told(['vote'], grok)).toEqual({
      tools: 2,
      choice: undefined,
      losses: ['allowed-tools'],
    });
    const prefixes = [['vote'], [], undefined].map(
      (allowedTools) =>
        render({ messages: [], tools, ...(allowedTools && { allowedTools }) }, openai).prefix,
    );
    expect(new Set(prefixes).size).toBe(1);
  });

  it('need no word when all may be called, and one when none may', () => {
    const names = tools.map(({ name }) => name);
    for (const reader of [openai, grok]) {
      expect(told(names, reader)).toEqual({ tools: 2, choice: undefined, losses: [] });
      expect(told([], reader)).toEqual({ tools: 2, choice: 'none', losses: [] });
    }
  });
});

describe('the request', () => {
  it('stores nothing, streams if asked to, and has a limit that is not too small', () => {
    const options = { ...openai, maxTokens: 5, stream: true };
    const { request, losses } = render({ messages: [] }, options);
    expect(losses).toEqual([{ kind: 'output-limit', at: 'maxTokens', instead: '16' }]);
    expect(request).toEqual({
      model: 'gpt-6-sol',
      input: [],
      max_output_tokens: 16,
      store: false,
      stream: true,
    });
  });

  it('does not change in what was sent before when a conversation grows', () => {
    const before = [
      message('user', [text('Q')]),
      message('assistant', [call('a b')]),
      message('tool', [result('a b', 'A')]),
    ];
    const after = [...before, message('assistant', [text('So: A')]), message('user', [text('Ok')])];
    expect(rendered(after).input.slice(0, 3)).toEqual(rendered(before).input);
  });
});
