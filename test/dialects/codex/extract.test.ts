import { describe, expect, it } from 'vitest';
import { extract } from '../../../lib/dialects/codex/extract.ts';
import type { JsonObject } from '../../../lib/dialects/json-object.ts';

const at = '2026-11-22T06:00:00.000Z';

const line = (type: string, payload: JsonObject) =>
  JSON.stringify({ timestamp: at, ordinal: 1, type, payload });

const item = (payload: JsonObject) => line('response_item', payload);

const said = (role: string, text: string) =>
  item({
    type: 'message',
    role,
    content: [{ type: role === 'assistant' ? 'output_text' : 'input_text', text }],
  });

const rollout = [
  line('session_meta', { id: 'x', cwd: '/workspace' }),
  said('developer', 'Be kind.'),
  said('user', 'Which?'),
  line('turn_context', { model: 'gpt-6-sol' }),
  line('event_msg', { type: 'user_message', message: 'Which?' }),
  item({
    type: 'reasoning',
    summary: [{ type: 'summary_text', text: 'Hm' }],
    encrypted_content: 'e',
  }),
  item({ type: 'function_call', call_id: 'c1', name: 'look', arguments: '{"at":1}' }),
  item({ type: 'function_call_output', call_id: 'c1', output: 'seen' }),
  said('assistant', 'This.'),
  line('token_usage_record', { total: 1 }),
];

const rolesOf = (lines: readonly string[]) => extract(lines).messages.map(({ role }) => role);

describe('a Codex rollout', () => {
  it('is read item by item, what the assistant did in one go together', () => {
    const { messages } = extract(rollout);
    expect(messages.map(({ role }) => role)).toEqual(
      'system user assistant tool assistant'.split(' '),
    );
    expect(messages[2]).toMatchObject({
      id: 'line-6',
      at,
      author: { agent: 'codex', backend: 'codex', model: 'gpt-6-sol' },
      parts: [
        { type: 'thinking', text: 'Hm', signature: 'e' },
        { type: 'tool_call', id: 'c1', name: 'look', arguments: { at: 1 } },
      ],
      native: { dialect: 'codex', value: [rollout[5], rollout[6]] },
    });
    expect(messages[1]?.author).toEqual({ agent: 'user' });
  });

  it('lists every other line by its kind', () => {
    const { losses } = extract([...rollout, '', '{"timest']);
    expect(losses.map(({ kind, at: place }) => `${kind} ${place}`)).toEqual([
      'session_meta lines[0]',
      'turn_context lines[3]',
      'event_msg lines[4]',
      'token_usage_record lines[9]',
      'blank-line lines[10]',
      'unreadable-line lines[11]',
    ]);
  });

  it('says where in which line something could not be carried', () => {
    const custom = item({ type: 'custom_tool_call', call_id: 'c', name: 'x', input: 'y' });
    expect(extract([...rollout, custom]).losses[0]).toMatchObject({ at: 'lines[10].payload' });
  });

  it('tells what stands for what was compacted', () => {
    const replacement_history = [
      { type: 'message', role: 'user', content: 'Short' },
      { type: 'message', role: 'user', content: 'Shorter' },
    ];
    const after = said('assistant', 'On we go.');
    const whole = [...rollout, line('compacted', { message: '', replacement_history }), after];
    expect(rolesOf(whole)).toEqual(['user', 'user', 'assistant']);
    const ids = extract(whole).messages.map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
    expect(extract(whole).losses.filter(({ kind }) => kind === 'compacted')).toHaveLength(6);
    expect(rolesOf([...rollout, line('compacted', { message: 'Short' }), after])).toEqual([
      'user',
      'assistant',
    ]);
  });

  it.each(['', 'words', '{"type":"user"}', '[]'])('is none at all: %j', (text) => {
    expect(() => extract(text)).toThrow(expect.objectContaining({ code: 'context.invalid' }));
  });
});
