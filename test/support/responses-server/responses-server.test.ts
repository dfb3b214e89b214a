import { describe, expect, it } from 'vitest';
import { TEST_KEY } from '../maker-server/maker-server.ts';
import type { ResponsesMode } from './mode.ts';
import { startResponsesServer } from './responses-server.ts';
import { digestOf, seal } from './seal.ts';

const user = { role: 'user', content: 'Q' };
const call = (id: string, more = {}) => ({
  type: 'function_call',
  call_id: id,
  name: 'vote',
  arguments: '{}',
  ...more,
});
const output = (id: string) => ({ type: 'function_call_output', call_id: id, output: 'ok' });
const tool = (name: string, more = {}) => ({
  type: 'function',
  name,
  parameters: { type: 'object' },
  strict: false,
  ...more,
});

const binding = {
  organization: digestOf(`Bearer ${TEST_KEY}`),
  model: 'gpt-6-sol',
  prefix: digestOf([undefined, undefined, [user]]),
};
const reasoning = (more = {}) => ({
  type: 'reasoning',
  summary: [],
  encrypted_content: seal({ ...binding, ...more }),
});
const answer = { role: 'assistant', content: 'A' };

async function post(
  mode: ResponsesMode,
  body: unknown,
  { key = TEST_KEY, foreignReasoning = 'refused' as 'refused' | 'removed' } = {},
) {
  await using server = await startResponsesServer({ mode, foreignReasoning });
  const response = await fetch(`${server.url}/responses`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}

const fit = { model: 'gpt-6-sol', store: false };

describe('the server', () => {
  it.each<[string, ResponsesMode, Record<string, unknown>]>([
    ['a field that it does not know', 'openai', { messages: [] }],
    ['to store', 'openai', { store: true }],
    ['a limit that is too small', 'openai', { max_output_tokens: 15 }],
    ['an input without items', 'openai', { input: [] }],
    ['an item of no kind', 'openai', { input: [{ type: 'dream' }] }],
    ['an id of an item that it never stored', 'openai', { input: [{ ...user, id: 'msg_1' }] }],
    ['a call without its output', 'openai', { input: [user, call('a'), call('b'), output('a')] }],
    ['an output without its call', 'openai', { input: [output('a'), call('a')] }],
    ['two outputs of one call', 'openai', { input: [call('a'), output('a'), output('a')] }],
    ['two calls of one id', 'openai', { input: [call('a'), output('a'), call('a'), output('a')] }],
    ['reasoning alone at the end', 'openai', { input: [user, reasoning()] }],
    ['reasoning before a user', 'openai', { input: [user, reasoning(), user] }],
    [
      'reasoning without what it can read',
      'openai',
      { input: [user, { type: 'reasoning', summary: [] }, answer] },
    ],
    [
      "another organization's reasoning",
      'openai',
      { input: [user, reasoning({ organization: 'other' }), answer] },
    ],
    [
      "another model's reasoning",
      'openai',
      { input: [user, reasoning({ model: 'gpt-6-luna' }), answer] },
    ],
    [
      'reasoning of another conversation',
      'openai',
      { input: [{ ...user, content: 'R' }, reasoning(), answer] },
    ],
    ['a tool that does not say strict', 'openai', { tools: [tool('a', { strict: undefined })] }],
    ['two tools of one name', 'openai', { tools: [tool('a'), tool('a')] }],
    ['a choice among no tools', 'openai', { tool_choice: 'none' }],
    [
      'a list of allowed tools, where it knows words only',
      'grok',
      { tools: [tool('a')], tool_choice: { type: 'allowed_tools' } },
    ],
    ['temperature for a model that reasons', 'openai', { temperature: 1 }],
    ['an effort that a model does not know', 'openai', { reasoning: { effort: 'minimal' } }],
    ['effort for Grok 4.20', 'grok', { model: 'grok-4.20', reasoning: { effort: 'low' } }],
    [
      'encrypted reasoning of a model that has none',
      'openai',
      { model: 'gpt-4.1', include: ['reasoning.encrypted_content'] },
    ],
    ['half a surrogate pair', 'openai', { input: 'a\ud83d' }],
    ['a developer, where it is Grok', 'grok', { input: [{ ...user, role: 'developer' }] }],
    ['a call without an id, where it is Grok', 'grok', { input: [call('a'), output('a')] }],
    [
      'parts of what the assistant said, where it is Grok',
      'grok',
      { input: [{ role: 'assistant', content: [{ type: 'output_text', text: 'A' }] }] },
    ],
    [
      'a file in the request, where it is Grok',
      'grok',
      {
        input: [
          {
            role: 'user',
            content: [
              { type: 'input_file', filename: 'a', file_data: 'data:text/plain;base64,AAAA' },
            ],
          },
        ],
      },
    ],
  ])('refuses %s (%s)', async (_, mode, body) => {
    expect((await post(mode, { ...fit, input: [user] })).status).toBe(200);
    expect((await post(mode, { ...fit, input: [user], ...body })).status).toBe(400);
  });

  it('takes its own reasoning back, and removes what does not hold where it is told to', async () => {
    const own = { ...fit, input: [user, reasoning(), answer] };
    expect((await post('openai', own)).status).toBe(200);
    const foreign = { ...fit, input: [user, reasoning({ model: 'other' }), answer] };
    const { status, text } = await post('openai', foreign, { foreignReasoning: 'removed' });
    expect(status).toBe(200);
    expect(text).toContain('"reason":"model_mismatch"');
  });

  it('refuses a wrong key, in the words of each maker', async () => {
    const body = { ...fit, input: 'Q' };
    expect(await post('openai', body, { key: 'wrong' })).toMatchObject({ status: 401 });
    expect(await post('grok', body, { key: 'wrong' })).toMatchObject({
      status: 400,
      text: expect.stringContaining('"error":"Incorrect API key'),
    });
  });

  it('tells each event by its name and number, and ends with one that has it all', async () => {
    const { text } = await post('openai', { ...fit, input: 'Q' });
    const events = text.trim().split('\n\n');
    const data = events.map((event) => JSON.parse(event.replace(/^event: .*\ndata: /, '')));
    expect(data.map(({ sequence_number }) => sequence_number)).toEqual([...data.keys()]);
    expect(events.at(-1)).toMatch(/^event: response\.completed\n/);
    expect(data.at(-1).response).toMatchObject({ status: 'completed', output: [{ id: 'msg_1' }] });
    expect(text).not.toContain('[DONE]');
  });
});
