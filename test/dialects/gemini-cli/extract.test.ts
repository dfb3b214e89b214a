import { describe, expect, it } from 'vitest';
import { extract } from '../../../lib/dialects/gemini-cli/extract.ts';
import type { JsonObject } from '../../../lib/dialects/json-object.ts';

const timestamp = '2026-11-22T06:00:00.000Z';

const header = { sessionId: 's', projectHash: 'p', startTime: timestamp, kind: 'main' };

const asked = { id: 'u1', timestamp, type: 'user', content: [{ text: 'Which?' }] };

const answered = {
  id: 'g1',
  timestamp,
  type: 'gemini',
  content: 'Let me see.',
  model: 'gemini-4-argon',
  thoughts: [{ subject: 'Looking', description: 'It may be there.', timestamp }],
  tokens: { input: 10, output: 4, cached: 2, thoughts: 3, tool: 1, total: 18 },
  toolCalls: [
    {
      id: 'c1',
      name: 'read_file',
      args: { path: 'a.txt' },
      status: 'success',
      result: [
        { functionResponse: { id: 'c1', name: 'read_file', response: { output: 'alpha' } } },
      ],
    },
    { id: 'c2', name: 'shell', args: {}, status: 'error', result: 'no such shell' },
    { id: 'c3', name: 'shell', args: {}, status: 'cancelled', result: null },
  ],
};

const lines = (...objects: readonly JsonObject[]) =>
  objects.map((object) => JSON.stringify(object));

describe('a Gemini CLI chat', () => {
  it('is read message by message, what tools gave behind their calls', () => {
    const { messages, losses } = extract(lines(header, asked, answered));
    expect(messages).toMatchObject([
      {
        id: 'u1',
        role: 'user',
        author: { agent: 'user' },
        at: timestamp,
        parts: [{ text: 'Which?' }],
      },
      {
        id: 'g1',
        role: 'assistant',
        author: { agent: 'gemini-cli', model: 'gemini-4-argon' },
        usage: { inputTokens: 11, outputTokens: 7, cachedTokens: 2, reasoningTokens: 3 },
        parts: [
          { type: 'thinking', text: 'Looking\n\nIt may be there.' },
          { type: 'text', text: 'Let me see.' },
          { type: 'tool_call', id: 'c1', name: 'read_file', arguments: { path: 'a.txt' } },
          { type: 'tool_call', id: 'c2' },
          { type: 'tool_call', id: 'c3' },
        ],
      },
      {
        id: 'g1-results',
        role: 'tool',
        parts: [
          { call: 'c1', error: false, content: [{ type: 'text', text: 'alpha' }] },
          { call: 'c2', error: true, content: [{ type: 'text', text: 'no such shell' }] },
        ],
      },
    ]);
    expect(losses.map(({ kind, at }) => `${kind} ${at}`)).toEqual(['header lines[0]']);
  });

  it('takes the last form of a message, and what a patch lays anew', () => {
    const better = { ...asked, content: 'Which one?' };
    const chat = lines(header, asked, { $set: { lastUpdated: timestamp } }, better);
    const { messages, losses } = extract(chat);
    expect(messages).toMatchObject([{ parts: [{ text: 'Which one?' }] }]);
    expect(losses.map(({ kind, at }) => `${kind} ${at}`)).toEqual([
      'header lines[0]',
      'replaced lines[1]',
      'patch lines[2]',
    ]);
    const anew = extract([...chat, ...lines({ $set: { messages: [answered] } })]);
    expect(anew.messages.map(({ id }) => id)).toEqual(['g1', 'g1-results']);
  });

  it('is read of the one JSON text that older versions wrote, parsed or not', () => {
    const chat = { ...header, messages: [asked, answered] };
    const { messages } = extract(chat);
    expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool']);
    expect(extract(JSON.stringify(chat, undefined, 2)).messages).toEqual(messages);
  });

  it('passes over notices, and what cannot be read', () => {
    const { messages, losses } = extract([
      ...lines(header, { id: 'i', type: 'info', content: 'Updated.' }, asked),
      '{"id":',
    ]);
    expect(messages).toHaveLength(1);
    expect(losses.map(({ kind }) => kind)).toEqual(['header', 'info', 'unreadable-line']);
  });

  it.each(['', 'words', '{"type":"user"}', '7'])('is none at all: %j', (text) => {
    expect(() => extract(text)).toThrow(expect.objectContaining({ code: 'context.invalid' }));
  });
});
