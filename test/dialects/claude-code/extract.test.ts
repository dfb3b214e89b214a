import { describe, expect, it } from 'vitest';
import type { Message } from '../../../lib/core/message/message.ts';
import { extract } from '../../../lib/dialects/claude-code/extract.ts';
import {
  attachment,
  call,
  lastPrompt,
  line,
  prompt,
  reply,
  result,
  side,
  text,
} from './_session.ts';

const wordsOf = (messages: readonly Message[]) =>
  messages.map(({ parts }) =>
    parts
      .map((part) => {
        if (part.type === 'text') return part.text;
        return part.type === 'tool_call' ? part.id : part.type;
      })
      .join('+'),
  );

const kindsOf = (lines: readonly string[]) =>
  extract(lines).losses.map(({ kind, at }) => `${kind} ${at}`);

const talk = [
  prompt('u1', null, 'Hello'),
  attachment('x1', 'u1'),
  reply('a1', 'x1', text('Hi')),
  prompt('u2', 'a1', 'More'),
  reply('a2', 'u2', text('There')),
];

describe('the conversation', () => {
  it('is read from text, from lines, from entries, and from the form in which it is rendered', () => {
    const { messages } = extract(talk);
    expect(wordsOf(messages)).toEqual(['Hello', 'Hi', 'More', 'There']);
    for (const form of [talk.join('\n'), `${talk.join('\n')}\n`, { lines: talk }])
      expect(extract(form).messages).toEqual(messages);
    expect(extract(talk.map((entry) => JSON.parse(entry))).messages).toEqual(messages);
  });

  it('says who spoke, when, how it ended and what it took', () => {
    expect(extract(talk).messages[1]).toMatchObject({
      id: 'a1',
      role: 'assistant',
      author: { agent: 'claude-code', backend: 'claude_code', model: 'claude-opus-5-5' },
      at: '2026-11-22T06:00:00.000Z',
      stop: { reason: 'end', raw: 'end_turn' },
      usage: { inputTokens: 15, outputTokens: 3, cachedTokens: 5 },
    });
    expect(extract(talk).messages[0]).toMatchObject({ role: 'user', author: { agent: 'user' } });
  });

  it('follows the parents, not the order of the file', () => {
    const [first = '', second = '', third = '', ...rest] = talk;
    expect(wordsOf(extract([third, ...rest, second, first, lastPrompt('a2')]).messages)).toEqual([
      'Hello',
      'Hi',
      'More',
      'There',
    ]);
  });

  it('ends at the newest entry below the last one that was named, and lists other branches', () => {
    const lines = [
      ...talk,
      prompt('u3', 'a1', 'Rather this'),
      lastPrompt('u3'),
      reply('a3', 'u3', text('So be it')),
    ];
    expect(wordsOf(extract(lines).messages)).toEqual(['Hello', 'Hi', 'Rather this', 'So be it']);
    expect(kindsOf(lines)).toEqual([
      'attachment lines[1]',
      'branch lines[3]',
      'branch lines[4]',
      'last-prompt lines[6]',
    ]);
    expect(wordsOf(extract([...lines, lastPrompt('a2')]).messages)).toEqual([
      'Hello',
      'Hi',
      'More',
      'There',
    ]);
  });

  it('takes a `last-prompt` that names what is not there for none', () => {
    expect(wordsOf(extract([...talk, lastPrompt('gone')]).messages)).toHaveLength(4);
  });

  it('joins the lines of one reply, and counts what it took once', () => {
    const lines = [
      prompt('u1', null, 'Go'),
      reply('a1', 'u1', { type: 'thinking', thinking: 'Hm', signature: 's' }, { id: 'm' }),
      reply('a2', 'a1', text('So'), { id: 'm' }),
      reply('a3', 'a2', call('c1'), { id: 'm' }),
      result('r1', 'a3', 'c1'),
    ];
    const { messages } = extract(lines);
    expect(wordsOf(messages)).toEqual(['Go', 'thinking+So+c1', 'tool_result']);
    expect(messages.filter(({ usage }) => usage)).toHaveLength(1);
  });

  it('brings the results of parallel calls home, whichever branch goes on', () => {
    const calls = [
      prompt('u1', null, 'Go'),
      reply('a1', 'u1', call('c1'), { id: 'm' }),
      reply('a2', 'a1', call('c2'), { id: 'm' }),
      reply('a3', 'a2', call('c3'), { id: 'm' }),
      result('r1', 'a1', 'c1'),
      result('r3', 'a3', 'c3'),
      result('r2', 'a2', 'c2'),
    ];
    for (const last of ['r1', 'r2', 'r3']) {
      const { messages, losses } = extract([...calls, reply('a4', last, text('Done'))]);
      expect(wordsOf(messages)).toEqual([
        'Go',
        'c1+c2+c3',
        'tool_result',
        'tool_result',
        'tool_result',
        'Done',
      ]);
      expect(messages.slice(2, 5).map(({ id }) => id)).toEqual(['r1', 'r3', 'r2']);
      expect(losses).toEqual([]);
    }
  });

  it('leaves out a second result for a call that has one', () => {
    const lines = [
      prompt('u1', null, 'Go'),
      reply('a1', 'u1', call('c1')),
      result('r1', 'a1', 'c1'),
      result('r2', 'a1', 'c1'),
      reply('a2', 'r2', text('Done')),
    ];
    expect(extract(lines).messages.map(({ id }) => id)).toEqual(['u1', 'a1', 'r2', 'a2']);
    expect(kindsOf(lines)).toEqual(['branch lines[2]']);
  });

  it('reads images, errors and references that tools gave', () => {
    const source = { type: 'base64', media_type: 'image/png', data: 'AAAA' };
    const content = [
      text('see'),
      { type: 'image', source },
      { type: 'tool_reference', tool_name: 'X' },
    ];
    const lines = [
      prompt('u1', null, 'Go'),
      reply('a1', 'u1', call('c1')),
      prompt('r1', 'a1', [{ type: 'tool_result', tool_use_id: 'c1', content, is_error: true }]),
    ];
    expect(extract(lines).messages[2]?.parts).toEqual([
      {
        type: 'tool_result',
        call: 'c1',
        error: true,
        content: [
          { type: 'text', text: 'see' },
          { type: 'image', mediaType: 'image/png', data: 'AAAA' },
          { type: 'opaque', maker: 'anthropic-messages', value: content[2] },
        ],
      },
    ]);
  });

  it('keeps an interruption as what the user is told to have said', () => {
    const words = '[Request interrupted by user for tool use]';
    const lines = [...talk.slice(0, 3), prompt('u2', 'a1', [text(words)])];
    expect(wordsOf(extract(lines).messages).at(-1)).toBe(words);
  });
});

describe('a compacted session', () => {
  const lines = [
    ...talk,
    line('b', null, {
      type: 'system',
      subtype: 'compact_boundary',
      logicalParentUuid: 'a2',
      compactMetadata: { preservedSegment: { headUuid: 'u2', anchorUuid: 's', tailUuid: 'a2' } },
    }),
    prompt('s', 'b', 'Summary', { isCompactSummary: true }),
    prompt('u3', 's', 'Go on'),
    reply('a3', 'u3', text('Gladly')),
  ];

  it('tells its summary, what was kept, and what came after', () => {
    expect(wordsOf(extract(lines).messages)).toEqual([
      'Summary',
      'More',
      'There',
      'Go on',
      'Gladly',
    ]);
    expect(kindsOf(lines)).toEqual([
      'compacted lines[0]',
      'compacted lines[1]',
      'compacted lines[2]',
      'system-line lines[5]',
    ]);
  });

  it('tells its whole history in place of the summary where that is asked for', () => {
    const { messages, losses } = extract(lines, 'whole');
    expect(wordsOf(messages)).toEqual(['Hello', 'Hi', 'More', 'There', 'Go on', 'Gladly']);
    expect(losses.map(({ kind }) => kind)).toContain('summary');
  });

  it('is whole although its boundary names a line that was never written', () => {
    const unwritten = lines.map((line) =>
      line.replace('"logicalParentUuid":"a2"', '"logicalParentUuid":"gone"'),
    );
    for (const history of ['summary', 'whole'] as const)
      expect(wordsOf(extract(unwritten, history).messages)).toEqual(
        wordsOf(extract(lines, history).messages),
      );
    expect(kindsOf(unwritten)).toEqual(kindsOf(lines));
  });

  it('goes on from the boundary although the last word was before it', () => {
    expect(wordsOf(extract([lastPrompt('a2'), ...lines]).messages).at(-1)).toBe('Gladly');
  });
});

describe('what is no part of the conversation', () => {
  it('is listed by its kind: meta, API errors, what Claude Code itself says, unknown kinds', () => {
    const lines = [
      side('queue-operation'),
      prompt('u1', null, 'Go'),
      prompt('m1', 'u1', 'caveat', { isMeta: true }),
      reply('e1', 'm1', text('API Error: 529'), { isApiErrorMessage: true }),
      line('n1', 'e1', { type: 'hologram', beam: 1 }),
      line('y1', 'n1', {
        type: 'assistant',
        message: { model: '<synthetic>', content: [text('No response requested.')] },
      }),
      line('l1', 'y1', { type: 'system', subtype: 'local_command' }),
      line('q1', 'l1', { type: 'user', message: 'none' }),
      reply('a1', 'q1', text('Hi')),
      side('a future kind of line'),
      '',
      '[1]',
      '{"type":"user","uu',
    ];
    expect(wordsOf(extract(lines).messages)).toEqual(['Go', 'Hi']);
    expect(kindsOf(lines)).toEqual([
      'queue-operation lines[0]',
      'meta lines[2]',
      'api-error lines[3]',
      'unknown-line lines[4]',
      'synthetic lines[5]',
      'system-line lines[6]',
      'no-message lines[7]',
      'unknown-line lines[9]',
      'blank-line lines[10]',
      'unreadable-line lines[11]',
      'half-line lines[12]',
    ]);
  });

  it('is a sidechain in a session, and the conversation in the file of a subagent', () => {
    const thread = [
      prompt('s1', null, 'Look', { isSidechain: true, agentId: 'x' }),
      reply('s2', 's1', text('Seen'), { isSidechain: true, agentId: 'x' }),
    ];
    expect(kindsOf([...talk, ...thread]).slice(1)).toEqual([
      'sidechain lines[5]',
      'sidechain lines[6]',
    ]);
    expect(wordsOf(extract(thread).messages)).toEqual(['Look', 'Seen']);
  });
});

describe('a damaged transcript', () => {
  it('loses the damaged line alone', () => {
    const lines = talk.with(3, '{"parentUuid":"a1","type":"us');
    expect(wordsOf(extract(lines).messages)).toEqual(['Hello', 'Hi', 'There']);
    expect(kindsOf(lines)).toContain('missing-parent lines[4].parentUuid');
  });

  it('begins where a parent is missing without a trace', () => {
    const lines = talk.toSpliced(2, 1);
    expect(wordsOf(extract(lines).messages)).toEqual(['More', 'There']);
    expect(kindsOf(lines)).toEqual([
      'branch lines[0]',
      'branch lines[1]',
      'missing-parent lines[2].parentUuid',
    ]);
  });

  it('ends a circle of parents', () => {
    const lines = [prompt('u1', 'a1', 'Hello'), reply('a1', 'u1', text('Hi'))];
    expect(wordsOf(extract(lines).messages)).toEqual(['Hello', 'Hi']);
    expect(kindsOf(lines)).toEqual(['cycle lines[0].parentUuid']);
  });

  it('takes the later of two entries with one uuid', () => {
    const lines = [...talk, reply('a2', 'u2', text('Here'))];
    expect(wordsOf(extract(lines).messages).at(-1)).toBe('Here');
    expect(kindsOf(lines)).toContain('duplicate lines[4]');
  });

  it('reads past numbers where strings belong', () => {
    const odd = {
      type: 'user',
      uuid: 7,
      parentUuid: 8,
      message: { role: 1, content: 2 },
      timestamp: 3,
    };
    const lines = [
      ...talk,
      JSON.stringify(odd),
      line('o1', 'a2', { type: 'user', message: { content: 5 }, timestamp: 9 }),
      line('o2', 'o1', { type: 'assistant', message: { id: 6, content: [null, 4, text('Hi')] } }),
    ];
    expect(extract(lines).messages.at(-1)?.parts.at(-1)).toEqual({ type: 'text', text: 'Hi' });
  });

  it('passes over what is nested too deeply for anyone to walk', () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const lines = [
      ...talk,
      `{"type":"user","uuid":"d","parentUuid":"a2","message":{"role":"user","content":${deep}}}`,
      reply('a3', 'd', text('Deep')),
    ];
    expect(wordsOf(extract(lines).messages).at(-1)).toBe('Deep');
    expect(kindsOf(lines)).toContain('no-message lines[5]');
  });

  it.each(['', '\n', 'words', '[]', '{"type":', '[1, 2]\n"x"'])('is none at all: %j', (body) => {
    expect(() => extract(body)).toThrow(expect.objectContaining({ code: 'context.invalid' }));
  });

  it.each([7, null, { lines: 7 }])('is none at all: %j', (body) => {
    expect(() => extract(body)).toThrow(expect.objectContaining({ code: 'context.invalid' }));
  });
});
