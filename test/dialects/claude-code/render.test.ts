import { describe, expect, it } from 'vitest';
import type { Message } from '../../../lib/core/message/message.ts';
import { extract } from '../../../lib/dialects/claude-code/extract.ts';
import { render as renderAll } from '../../../lib/dialects/claude-code/render.ts';
import {
  call,
  compaction,
  lastPrompt,
  line,
  prompt,
  reply,
  result,
  side,
  text,
} from './_session.ts';

const render = (messages: readonly Message[]) =>
  renderAll(
    { messages },
    { sessionId: 'mine', now: '2026-01-01T00:00:00.000Z', cwd: '/home', version: '2.1.330' },
  );

const entriesOf = (lines: readonly string[]) => lines.map((entry) => JSON.parse(entry));

const said = (role: Message['role'], words: string, id = words): Message => ({
  id,
  role,
  parts: [{ type: 'text', text: words }],
});

const idsOf = (messages: readonly Message[]) => messages.map(({ id }) => id);

const talk = [
  side('mode'),
  prompt('u1', null, 'Hello'),
  reply('a1', 'u1', text('Hi')),
  lastPrompt('a1'),
  prompt('u2', 'a1', 'More'),
  reply('a2', 'u2', { type: 'thinking', thinking: 'Hm', signature: 's' }, { id: 'm' }),
  reply('a3', 'a2', text('There'), { id: 'm' }),
  lastPrompt('a3'),
  side('cost-state'),
];

describe('another maker’s conversation', () => {
  const messages: readonly Message[] = [
    { ...said('user', 'Which database?'), at: '2026-11-22T06:00:00.000Z' },
    {
      id: 'r',
      role: 'assistant',
      author: { agent: 'bob', backend: 'openai', model: 'gpt-6-sol' },
      parts: [
        { type: 'thinking', text: 'Hm', signature: 's' },
        { type: 'text', text: 'Let me see.' },
        { type: 'tool_call', id: 'functions.look:0', name: 'look', arguments: { at: 'it' } },
      ],
      stop: { reason: 'tool', raw: 'tool_calls' },
      usage: { inputTokens: 9, outputTokens: 4, cachedTokens: 2 },
    },
    {
      id: 't',
      role: 'tool',
      parts: [
        {
          type: 'tool_result',
          call: 'functions.look:0',
          content: [{ type: 'image', mediaType: 'image/png', data: 'AAAA' }],
          error: true,
        },
      ],
    },
    said('assistant', 'DynamoDB.'),
  ];

  it('is a chain of lines, one for each block, with what Claude Code needs and who said it', () => {
    const lines = entriesOf(render(messages).request.lines);
    expect(lines.map(({ type }) => type)).toEqual(
      'user assistant assistant user assistant'.split(' '),
    );
    expect(lines[0].parentUuid).toBeNull();
    for (const [place, { parentUuid, sessionId, isSidechain, uuid }] of lines.slice(1).entries()) {
      expect(parentUuid).toBe(lines[place].uuid);
      expect({ sessionId, isSidechain }).toEqual({ sessionId: 'mine', isSidechain: false });
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
    expect(lines[0]).toMatchObject({
      timestamp: '2026-11-22T06:00:00.000Z',
      cwd: '/home',
      version: '2.1.330',
      message: { role: 'user', content: 'Which database?' },
    });
    expect(lines[1].message.id).toBe(lines[2].message.id);
    expect(lines[1]).toMatchObject({
      timestamp: '2026-01-01T00:00:00.000Z',
      massgen: { id: 'r', author: { agent: 'bob', backend: 'openai', model: 'gpt-6-sol' } },
      message: {
        model: 'gpt-6-sol',
        stop_reason: 'tool_use',
        content: [{ type: 'text', text: 'Let me see.' }],
        usage: { input_tokens: 7, cache_read_input_tokens: 2, output_tokens: 4 },
      },
    });
    const [called] = lines[2].message.content;
    expect(called).toMatchObject({ type: 'tool_use', name: 'look', input: { at: 'it' } });
    expect(called.id).toMatch(/^[a-zA-Z0-9_-]+$/);
    expect(lines[3].message.content).toMatchObject([
      {
        type: 'tool_result',
        tool_use_id: called.id,
        is_error: true,
        content: [
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
        ],
      },
    ]);
  });

  it('loses thoughts and foreign ids, and says so', () => {
    expect(render(messages).losses.map(({ kind, at }) => `${kind} ${at}`)).toEqual([
      'thinking messages[1].parts[0]',
      'call-id messages[1].parts[2].id',
    ]);
  });

  it('comes back with its authors and ids', () => {
    const back = extract(render(messages).request.lines).messages;
    expect(idsOf(back)).toEqual(idsOf(messages));
    expect(back[1]?.author).toEqual(messages[1]?.author);
    expect(back[1]?.usage).toMatchObject({ inputTokens: 9, outputTokens: 4, cachedTokens: 2 });
  });

  it('is the same each time, and grows without changing', () => {
    const whole = render(messages).request.lines;
    expect(render(messages).request.lines).toEqual(whole);
    expect(render(messages.slice(0, 3)).request.lines).toEqual(whole.slice(0, 4));
  });

  it('needs neither an id for the session nor a time', () => {
    const [first, second] = entriesOf(renderAll({ messages }).request.lines);
    expect(first.sessionId).toMatch(/^[0-9a-f-]{36}$/);
    expect(second).toMatchObject({ sessionId: first.sessionId, timestamp: first.timestamp });
  });

  it('has the system speak by an attachment, after a user', () => {
    const { request, losses } = render([said('system', 'Be kind.'), ...messages.slice(0, 1)]);
    const lines = entriesOf(request.lines);
    expect(lines.map(({ type, isMeta }) => [type, isMeta])).toEqual([
      ['user', true],
      ['attachment', undefined],
      ['user', undefined],
    ]);
    expect(lines[1].attachment).toMatchObject({
      type: 'hook_additional_context',
      content: ['Be kind.'],
    });
    expect(losses).toEqual([
      { kind: 'first-role', at: 'messages[0]', instead: 'a user speaks before' },
    ]);
    expect(extract(request.lines).messages.map(({ role }) => role)).toEqual(['system', 'user']);
  });

  it('answers a call that nothing came back for as interrupted', () => {
    const { request, losses } = render(messages.slice(0, 2));
    expect(JSON.parse(request.lines.at(-1) ?? '').message.content[0]).toMatchObject({
      type: 'tool_result',
      is_error: true,
    });
    expect(losses.map(({ kind }) => kind)).toContain('dangling-call');
  });
});

describe('a transcript that goes back', () => {
  it('is as it came, byte for byte, whatever stands in it', () => {
    const odd = [...talk, '{"half', ' { "type" : "unknown kind" } ', '', '\u2028'];
    const { request, losses } = render(extract(odd).messages);
    expect(request.lines).toEqual(odd);
    expect(losses).toEqual([]);
  });

  it('is as it came although calls were left unanswered', () => {
    const lines = [prompt('u1', null, 'Go'), reply('a1', 'u1', call('c1'))];
    expect(render(extract(lines).messages).request.lines).toEqual(lines);
  });

  it('is whole when its messages were read at different times', () => {
    const early = extract(talk.slice(0, 4)).messages;
    const late = extract(talk).messages;
    expect(render([...early, ...late.slice(2)]).request.lines).toEqual(talk);
  });

  it('is gone on with after its last entry, of whatever kind', () => {
    const lines = [...talk, line('x1', 'a3', { type: 'attachment', attachment: { type: 'date' } })];
    const { messages } = extract(lines);
    const { request, losses } = render([...messages, said('user', 'And now?')]);
    expect(request.lines.slice(0, lines.length)).toEqual(lines);
    expect(JSON.parse(request.lines.at(-1) ?? '').parentUuid).toBe('x1');
    expect(losses).toEqual([]);
    expect(idsOf(extract(request.lines).messages)).toEqual([...idsOf(messages), 'And now?']);
  });

  it('has a call that it left open answered before anyone goes on', () => {
    const lines = [prompt('u1', null, 'Go'), reply('a1', 'u1', call('c1'))];
    const { messages } = extract(lines);
    const { request } = render([...messages, said('user', 'Well?')]);
    expect(extract(request.lines).messages.map(({ role }) => role)).toEqual(
      'user assistant tool user'.split(' '),
    );
    const answer: Message = {
      id: 't',
      role: 'tool',
      parts: [{ type: 'tool_result', call: 'c1', content: [], error: false }],
    };
    const told = render([...messages, answer]);
    expect(idsOf(extract(told.request.lines).messages)).toEqual(['u1', 'a1', 't']);
  });

  it('hangs on what was said before it', () => {
    const { messages } = extract(talk);
    const { request, losses } = render([said('user', 'First'), ...messages]);
    expect(request.lines.slice(1)).toEqual(
      talk.with(
        1,
        JSON.stringify({
          ...JSON.parse(talk[1] ?? ''),
          parentUuid: JSON.parse(request.lines[0] ?? '').uuid,
        }),
      ),
    );
    expect(losses).toEqual([
      { kind: 'parent', at: 'messages[1].native', instead: 'hung on what comes before' },
    ]);
    expect(idsOf(extract(request.lines).messages)).toEqual(['First', ...idsOf(messages)]);
  });

  it('keeps thoughts and lines of its own where others speak in between', () => {
    const [first, second, third, fourth] = extract(talk).messages;
    if (!first || !second || !third || !fourth) throw new Error('Four were said.');
    const mixed = [first, said('assistant', 'Me too'), second, said('user', 'Hm'), third, fourth];
    const { request } = render(mixed);
    const back = extract(request.lines).messages;
    expect(idsOf(back)).toEqual(idsOf(mixed));
    expect(back.at(-1)?.parts[0]).toEqual({ type: 'thinking', text: 'Hm', signature: 's' });
  });

  it('closes the gap where a message is left out', () => {
    const { messages } = extract(talk);
    const { request, losses } = render(messages.toSpliced(1, 1));
    expect(idsOf(extract(request.lines).messages)).toEqual(['u1', 'u2', 'a2']);
    expect(losses.map(({ kind }) => kind)).toEqual(['native', 'native', 'native']);
  });

  it('says a message twice that stands twice, without its thoughts the second time', () => {
    const { messages } = extract(talk);
    const { request, losses } = render([...messages, ...messages]);
    expect(extract(request.lines).messages).toHaveLength(8);
    expect(losses.map(({ kind }) => kind)).toEqual(['thinking']);
    const uuids = entriesOf(request.lines).flatMap(({ uuid }) => uuid ?? []);
    expect(new Set(uuids).size).toBe(uuids.length);
  });

  it('brings a subagent’s thread into the main one where it is told with others', () => {
    const thread = [
      prompt('s1', null, 'Look', { isSidechain: true }),
      reply('s2', 's1', text('Seen'), { isSidechain: true }),
    ];
    const { messages } = extract(thread);
    expect(render(messages).request.lines).toEqual(thread);
    const { request } = render([...messages, said('user', 'And?')]);
    expect(idsOf(extract(request.lines).messages)).toEqual(['s1', 's2', 'And?']);
  });

  it('does not let its compaction cut off what was said before it', () => {
    const compacted = [
      line('b', null, { type: 'system', subtype: 'compact_boundary', logicalParentUuid: 'x' }),
      prompt('s', 'b', 'Summary', { isCompactSummary: true }),
      reply('a', 's', text('Fine')),
    ];
    const { messages } = extract(compacted);
    const { request } = render([said('user', 'First'), ...messages]);
    expect(idsOf(extract(request.lines).messages)).toEqual(['First', 's', 'a']);
  });

  it('pairs what it asked with what another’s lines answered', () => {
    const lines = [
      prompt('u1', null, 'Go'),
      reply('a1', 'u1', call('c1')),
      result('r1', 'a1', 'c1'),
    ];
    const [asked, called, told] = extract(lines).messages;
    if (!asked || !called || !told) throw new Error('Three were said.');
    const { native: _, ...foreign } = called;
    const { request } = render([asked, foreign, told]);
    expect(extract(request.lines).messages.map(({ role }) => role)).toEqual(
      'user assistant tool'.split(' '),
    );
  });
});

it('what hung on a lost message across a damaged line is hung anew, and is told', () => {
  const { messages } = extract([
    prompt('u1', null, 'Hello'),
    reply('a1', 'u1', call('c1'), { id: 'm' }),
    reply('a2', 'a1', call('c2'), { id: 'm' }),
    lastPrompt('u1'),
    result('r2', 'a2', 'c2'),
    '{"type":"user","pa',
    prompt('u2', 'a1', 'More'),
  ]);
  const told = messages.map((message) =>
    message.role === 'assistant' ? said('user', 'Another') : message,
  );
  const back = extract(render(told).request.lines).messages;
  expect(idsOf(back)).toEqual(idsOf(told));
  expect(idsOf(told)).toContain('u2');
});

it('of a session that was compacted all is told when it is gone on with, as it was read', () => {
  const { messages } = extract(
    [
      prompt('u1', null, 'Hello'),
      reply('a1', 'u1', text('Hi')),
      compaction('b', 'a1', 's'),
      prompt('s', 'b', 'In short', { isCompactSummary: true }),
      prompt('u2', 's', 'More'),
    ],
    'whole',
  );
  const told = [...messages, said('user', 'Another')];
  const back = extract(render(told).request.lines).messages;
  expect(idsOf(back)).toEqual(idsOf(told));
  expect(idsOf(told).slice(0, 2)).toEqual(['u1', 'a1']);
});
