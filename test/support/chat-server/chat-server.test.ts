import { describe, expect, it } from 'vitest';
import { TEST_KEY } from '../maker-server/maker-server.ts';
import { startChatServer } from './chat-server.ts';
import type { ChatMode } from './mode.ts';

const user = { role: 'user', content: 'Q' };
const call = (id: string) => ({
  id,
  type: 'function',
  function: { name: 'vote', arguments: '{}' },
});
const calling = (...ids: string[]) => ({
  role: 'assistant',
  content: null,
  tool_calls: ids.map(call),
});
const result = (id: string) => ({ role: 'tool', tool_call_id: id, content: 'ok' });
const tool = (name: string) => ({
  type: 'function',
  function: { name, parameters: { type: 'object' } },
});

async function post(mode: ChatMode, body: unknown, key = TEST_KEY) {
  await using server = await startChatServer({ mode });
  const response = await fetch(`${server.url}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}

describe('the server', () => {
  it.each<[string, ChatMode, Record<string, unknown>]>([
    ['a field that it does not know', 'openai', { foo: 1 }],
    [
      'stream_options, where it is GLM',
      'glm',
      { stream: true, stream_options: { include_usage: true } },
    ],
    ['max_tokens for a model that reasons', 'openai', { max_tokens: 1 }],
    [
      'tools beside reasoning for gpt-5.6',
      'openai',
      { model: 'gpt-5.6-sol', tools: [tool('vote')] },
    ],
    ['two tools of one name', 'openai', { tools: [tool('vote'), tool('vote')] }],
    ['a choice among no tools', 'openai', { tool_choice: 'none' }],
    [
      'a list of allowed tools, where it knows words only',
      'lmstudio',
      { tools: [tool('vote')], tool_choice: { type: 'allowed_tools' } },
    ],
    ['any choice but auto, where it is GLM', 'glm', { tools: [tool('vote')], tool_choice: 'none' }],
    ['no messages', 'openai', { messages: [] }],
    ['a call without its result', 'openai', { messages: [user, calling('a', 'b'), result('a')] }],
    ['a result without its call', 'openai', { messages: [user, result('a')] }],
    [
      'a result that does not follow at once',
      'openai',
      { messages: [calling('a'), user, result('a')] },
    ],
    ['two results of one call', 'openai', { messages: [calling('a'), result('a'), result('a')] }],
    ['an id of another form', 'openai', { messages: [calling('a b'), result('a b')] }],
    ['an empty assistant message', 'openai', { messages: [{ role: 'assistant', content: null }] }],
    [
      'an image from a tool',
      'openai',
      { messages: [calling('a'), { ...result('a'), content: [{ type: 'image_url' }] }] },
    ],
    [
      'lists of text, where only OpenAI knows them',
      'common',
      { messages: [{ role: 'system', content: [{ type: 'text', text: 'x' }] }] },
    ],
    ['half a surrogate pair', 'openai', { messages: [{ role: 'user', content: 'a\ud83d' }] }],
    [
      'calls without reasoning, where it is Kimi',
      'kimi',
      { messages: [calling('a'), result('a')] },
    ],
    [
      'a conversation without a user, where it is GLM',
      'glm',
      { messages: [{ role: 'system', content: 'x' }] },
    ],
  ])('refuses %s (%s)', async (_, mode, body) => {
    const fit = { model: 'gpt-6-sol', messages: [user] };
    expect((await post(mode, fit)).status).toBe(200);
    expect((await post(mode, { ...fit, ...body })).status).toBe(400);
  });

  it('refuses a wrong key, in the words of each maker', async () => {
    const body = { model: 'm', messages: [user] };
    expect(await post('openai', body, 'wrong')).toMatchObject({ status: 401 });
    expect(await post('grok', body, 'wrong')).toMatchObject({
      status: 400,
      text: expect.stringContaining('"error":"Incorrect API key'),
    });
    expect(await post('lmstudio', body, 'wrong')).toMatchObject({ status: 200 });
  });

  it('refuses what is no JSON, and search where xAI has none any more', async () => {
    expect(await post('openai', '{')).toMatchObject({ status: 400 });
    expect(await post('grok', { search_parameters: {} })).toMatchObject({ status: 410 });
  });
});
