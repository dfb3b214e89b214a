import { describe, expect, it } from 'vitest';
import type { Message, Role } from '../../../lib/core/message/message.ts';
import type { ContentPart, Part } from '../../../lib/core/message/part.ts';
import type { Json } from '../../../lib/core/shared/json.ts';
import { extract } from '../../../lib/dialects/gemini/extract.ts';
import type { Reader } from '../../../lib/dialects/gemini/reader.ts';
import { render } from '../../../lib/dialects/gemini/render.ts';

const text = (said: string): ContentPart => ({ type: 'text', text: said });
const message = (role: Role, ...parts: Part[]): Message => ({ id: 'm', role, parts });
const call = (id: string, name = 'vote'): Part => ({
  type: 'tool_call',
  id,
  name,
  arguments: { a: 1 },
});
const result = (id: string, ...content: ContentPart[]): Part => ({
  type: 'tool_result',
  call: id,
  content,
  error: false,
});

const asked = message('user', text('Q'));
const STAND_IN = 'skip_thought_signature_validator';
const png = { type: 'image', mediaType: 'image/png', data: 'AAAA' } as const;

function rendered(messages: readonly Message[], reader: Reader = { model: 'gemini-4-argon' }) {
  const { request, losses } = render({ messages }, reader);
  return { ...request, losses: losses.map(({ kind, at }) => `${kind} ${at}`) };
}

describe('the system', () => {
  it('speaks before all turns, and what it says later a user says', () => {
    expect(
      rendered([
        message('system', text('Be brief.')),
        message('system', text('Be kind.')),
        asked,
        message('system', text('Hurry.')),
      ]),
    ).toEqual({
      systemInstruction: { parts: [{ text: 'Be brief.' }, { text: 'Be kind.' }] },
      contents: [
        { role: 'user', parts: [{ text: 'Q' }] },
        { role: 'user', parts: [{ text: 'Hurry.' }] },
      ],
      losses: ['role messages[3].parts[0]', 'turn messages[1].parts[0]'],
    });
  });
});

describe('turns', () => {
  const opening = { role: 'user', parts: [{ text: '(The conversation begins.)' }] };

  it('begin with a user', () => {
    expect(rendered([message('assistant', text('A'))])).toEqual({
      contents: [opening, { role: 'model', parts: [{ text: 'A' }] }],
      losses: ['first-turn messages[0].parts[0]'],
    });
    expect(rendered([]).contents).toEqual([opening]);
  });

  it('of the model are joined where the second calls a function', () => {
    const { contents, losses } = rendered([
      asked,
      message('assistant', text('A')),
      message('assistant', text('B'), call('x')),
      message('tool', result('x')),
    ]);
    expect(contents[1]).toMatchObject({
      role: 'model',
      parts: [{ text: 'A' }, { text: 'B' }, { functionCall: { id: 'x' } }],
    });
    expect(losses).toEqual(['turn messages[2].parts[0]']);
  });
});

describe('calls and their results', () => {
  it('are answered in the very next turn, all of them in their order', () => {
    const { contents, losses } = rendered([
      asked,
      message('assistant', call('x'), call('y', 'look up'), call('z')),
      message('user', text('Wait.')),
      message('tool', result('y', text('Y'))),
      message('tool', { type: 'tool_result', call: 'x', content: [text('X')], error: true }),
    ]);
    const args = { a: 1 };
    const name = '_look_up_';
    expect(contents).toEqual([
      { role: 'user', parts: [{ text: 'Q' }] },
      {
        role: 'model',
        parts: [
          { functionCall: { id: 'x', name: 'vote', args }, thoughtSignature: STAND_IN },
          { functionCall: { id: 'y', name: expect.stringContaining(name), args } },
          { functionCall: { id: 'z', name: 'vote', args } },
        ],
      },
      {
        role: 'user',
        parts: [
          { functionResponse: { id: 'x', name: 'vote', response: { error: 'X' } } },
          {
            functionResponse: {
              id: 'y',
              name: expect.stringContaining(name),
              response: { output: 'Y' },
            },
          },
          {
            functionResponse: {
              id: 'z',
              name: 'vote',
              response: { error: 'Interrupted: nothing came back.' },
            },
          },
        ],
      },
      { role: 'user', parts: [{ text: 'Wait.' }] },
    ]);
    expect(losses.toSorted()).toEqual([
      'dangling-call messages[1].parts[2]',
      'order messages[3].parts[0]',
      'order messages[4].parts[0]',
      'result-order messages[3].parts[0]',
      'result-order messages[4].parts[0]',
      'tool-name messages[1].parts[1].name',
    ]);
  });

  it('carry no signature to models that know none', () => {
    const { contents } = rendered(
      [asked, message('assistant', call('x')), message('tool', result('x'))],
      { model: 'gemini-2.5-flash' },
    );
    expect(contents[1]).toEqual({
      role: 'model',
      parts: [{ functionCall: { id: 'x', name: 'vote', args: { a: 1 } } }],
    });
  });

  it('that answer nothing are told by the user', () => {
    expect(rendered([asked, message('tool', result('x', text('X')))])).toEqual({
      contents: [
        { role: 'user', parts: [{ text: 'Q' }] },
        { role: 'user', parts: [{ text: '[What the tool call x gave:]' }, { text: 'X' }] },
      ],
      losses: ['orphan-result messages[1].parts[0]'],
    });
  });

  it('hold several texts as a list, and text that looks like a reference as text', () => {
    const { contents } = rendered([
      asked,
      message('assistant', call('x')),
      message('tool', result('x', text('{"$ref":"a"}'), text('B'))),
    ]);
    expect(contents[2]).toMatchObject({
      parts: [{ functionResponse: { response: { output: ['{"$ref":"a"}', 'B'] } } }],
    });
  });

  it('hold images from Gemini 3 on; before, a user shows them', () => {
    const messages = [
      asked,
      message('assistant', call('x')),
      message('tool', result('x', png, text('Look.'))),
    ];
    const inlineData = { mimeType: 'image/png', data: 'AAAA' };
    const response = { id: 'x', name: 'vote', response: { output: 'Look.' } };
    const third = rendered(messages);
    expect(third.contents.slice(2)).toEqual([
      {
        role: 'user',
        parts: [{ functionResponse: { ...response, parts: [{ inlineData }] } }],
      },
    ]);
    expect(third.losses).toEqual(['order messages[2].parts[0].content[0]']);
    const second = rendered(messages, { model: 'gemini-2.5-flash' });
    expect(second.contents.slice(2)).toEqual([
      { role: 'user', parts: [{ functionResponse: response }] },
      { role: 'user', parts: [{ text: '[Shown by the call x:]' }, { inlineData }] },
    ]);
    expect(second.losses).toEqual(['image-in-tool-result messages[2].parts[0].content[0]']);
  });

  it('keep arguments that are no JSON inside an object', () => {
    const broken: Part = {
      ...call('x'),
      type: 'tool_call',
      arguments: {},
      rawArguments: '{"a',
    } as Part;
    const { contents, losses } = rendered([asked, message('assistant', broken)]);
    expect(contents[1]).toMatchObject({
      parts: [{ functionCall: { args: { malformed_arguments: '{"a' } } }],
    });
    expect(losses).toContain('raw-arguments messages[1].parts[0].rawArguments');
  });
});

describe('what a user shows', () => {
  const shown = (part: Part) => {
    const { contents, losses } = rendered([message('user', part)]);
    return { parts: (contents[0] as { parts: unknown[] }).parts, losses };
  };

  it.each<[string, Part, object, string[]]>([
    ['an image', png, { inlineData: { mimeType: 'image/png', data: 'AAAA' } }, []],
    [
      'a recording',
      { type: 'audio', mediaType: 'audio/wav', data: 'AAAA' },
      { inlineData: { mimeType: 'audio/wav', data: 'AAAA' } },
      [],
    ],
    [
      'a PDF at a URL',
      { type: 'file', name: 'a.pdf', mediaType: 'application/pdf', url: 'https://example.com/a' },
      { fileData: { mimeType: 'application/pdf', fileUri: 'https://example.com/a' } },
      ['file-name messages[0].parts[0].name'],
    ],
    [
      'an image whose type its URL tells',
      { type: 'image', mediaType: 'image/*', url: 'https://example.com/a.jpg?x' },
      { fileData: { mimeType: 'image/jpeg', fileUri: 'https://example.com/a.jpg?x' } },
      ['media-type messages[0].parts[0].mediaType'],
    ],
    [
      'an image of a kind that it does not read',
      { type: 'image', mediaType: 'image/gif', data: 'AAAA' },
      { text: '[An image (image/gif) that cannot be shown here.]' },
      ['image messages[0].parts[0]'],
    ],
    [
      'a text file of a kind that it does not read',
      { type: 'file', name: 'a.md', mediaType: 'text/markdown', data: 'aGVsbG8=' },
      { text: '[The file a.md:]\nhello' },
      ['file messages[0].parts[0]'],
    ],
  ])('is shown, or a note says that it cannot be: %s', (_, part, wire, losses) => {
    expect(shown(part)).toEqual({ parts: [wire], losses });
  });
});

describe("the maker's own items", () => {
  const code = { executableCode: { language: 'PYTHON', code: '1' } };
  const search = { toolCall: { id: 's', toolType: 'GOOGLE_SEARCH_WEB' } };
  const opaque = (value: Json): Part => ({ type: 'opaque', maker: 'gemini', value });

  it('stay in their place where every model of the maker reads them', () => {
    const { contents, losses } = rendered([
      asked,
      message('assistant', text('A'), opaque(code), opaque(search), text('B')),
    ]);
    expect(contents[1]).toEqual({ role: 'model', parts: [{ text: 'A' }, code, { text: 'B' }] });
    expect(losses).toEqual(['opaque messages[1].parts[2]']);
  });
});

describe('what is extracted', () => {
  const contents = (...turns: Json[]) => extract({ contents: turns });

  it('gives calls without an id one from their place, and their responses the same', () => {
    const { messages } = contents(
      { role: 'user', parts: [{ text: 'Q' }] },
      {
        role: 'model',
        parts: [
          { functionCall: { name: 'a', args: {} } },
          { functionCall: { name: 'b', args: {} } },
          { functionCall: { name: 'a', args: {} } },
        ],
      },
      {
        role: 'user',
        parts: [
          { functionResponse: { name: 'b', response: { output: 'B' } } },
          { functionResponse: { name: 'a', response: { output: 'A1' } } },
          { functionResponse: { name: 'a', response: { error: 'A2' } } },
        ],
      },
    );
    const ids = messages.map(({ parts }) =>
      parts.map((part) =>
        part.type === 'tool_call' ? part.id : part.type === 'tool_result' && part.call,
      ),
    );
    expect(ids.slice(1)).toEqual([
      ['call_2_1', 'call_2_2', 'call_2_3'],
      ['call_2_2', 'call_2_1', 'call_2_3'],
    ]);
    expect(messages[2]?.role).toBe('tool');
    expect(messages[2]?.parts[2]).toMatchObject({ error: true, content: [{ text: 'A2' }] });
  });

  it('reads names in either spelling', () => {
    const { messages, losses } = extract({
      system_instruction: { parts: [{ text: 'S' }] },
      contents: [
        { parts: [{ inline_data: { mime_type: 'image/png', data: 'AAAA' } }] },
        {
          role: 'model',
          parts: [{ function_call: { name: 'a', args: {} }, thought_signature: STAND_IN }],
        },
      ],
    });
    expect(messages.map(({ role, parts }) => [role, parts[0]?.type])).toEqual([
      ['system', 'text'],
      ['user', 'image'],
      ['assistant', 'tool_call'],
    ]);
    expect(losses).toEqual([]);
  });

  it('says what only the native form keeps', () => {
    const { losses } = contents(
      {
        role: 'user',
        parts: [
          {
            fileData: { mimeType: 'video/mp4', fileUri: 'https://example.com/a' },
            videoMetadata: { fps: 1 },
          },
        ],
      },
      { role: 'model', parts: [{ text: 'A', thoughtSignature: 'c2ln' }] },
    );
    expect(losses.map(({ kind, at }) => `${kind} ${at}`)).toEqual([
      'field contents[0].parts[0].videoMetadata',
      'signature contents[1].parts[0].thoughtSignature',
    ]);
  });

  it('is refused where there is no conversation', () => {
    expect(() => extract({})).toThrowError(expect.objectContaining({ code: 'context.invalid' }));
    expect(() => contents({ role: 'user' })).toThrowError(
      expect.objectContaining({ code: 'context.invalid' }),
    );
  });
});

describe('a turn of the model that calls', () => {
  it('joins all that the model said since the user spoke, so that it follows the user', () => {
    const { contents, losses } = rendered([
      asked,
      message('assistant', text('One.')),
      message('assistant', text('Two.')),
      message('assistant', call('a')),
      message('tool', result('a', text('Done.'))),
    ]);
    expect(contents).toMatchObject([{ role: 'user' }, { role: 'model' }, { role: 'user' }]);
    expect(contents[1]).toMatchObject({
      parts: [{ text: 'One.' }, { text: 'Two.' }, { functionCall: { name: 'vote' } }],
    });
    expect(losses).toEqual(['turn messages[2].parts[0]', 'turn messages[3].parts[0]']);
  });
});
