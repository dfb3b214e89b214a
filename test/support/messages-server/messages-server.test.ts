import { describe, expect, it } from 'vitest';
import { TEST_KEY } from '../maker-server/maker-server.ts';
import { startMessagesServer } from './messages-server.ts';

const user = { role: 'user', content: 'Q' };
const answer = { role: 'assistant', content: 'A' };
const use = (id: string) => ({ type: 'tool_use', id, name: 'vote', input: {} });
const calling = (...ids: string[]) => ({ role: 'assistant', content: ids.map(use) });
const result = (id: string) => ({ type: 'tool_result', tool_use_id: id, content: 'ok' });
const told = (...ids: string[]) => ({ role: 'user', content: ids.map(result) });
const tool = (name: string) => ({ name, input_schema: { type: 'object' } });
const tools = [tool('vote')];
const says = (role: string, ...content: unknown[]) => ({ role, content });
const thinking = (signature: string) => ({ type: 'thinking', thinking: '', signature });
const text = { type: 'text', text: 'x' };
const search = { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: {} };

const MODEL = 'claude-opus-5-5';

async function post(body: unknown, headers: Readonly<Record<string, string>> = {}) {
  await using server = await startMessagesServer({ replies: [{ thinking: '', text: 'Yes.' }] });
  const response = await fetch(`${server.url}/v1/messages`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'anthropic-version': '2026-10-21',
      authorization: `Bearer ${TEST_KEY}`,
      ...headers,
    },
    body: JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}

const fit = { model: MODEL, max_tokens: 10, messages: [user] };

describe('the server', () => {
  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['a field that it does not know', { foo: 1 }],
    ['sampling', { temperature: 1 }],
    ['no limit', { max_tokens: undefined }],
    ['no messages', { messages: [] }],
    ['an empty system', { system: [] }],
    ['two tools of one name', { tools: [...tools, ...tools] }],
    ['a choice among no tools', { tool_choice: { type: 'auto' } }],
    ['a forced tool', { tools, tool_choice: { type: 'any' } }],
    ['thinking that the model does not do', { thinking: { type: 'disabled' } }],
    [
      'more than four marks for the cache',
      {
        cache_control: { type: 'ephemeral' },
        messages: [says('user', ...[1, 2, 3, 4].map(() => ({ ...text, cache_control: {} })))],
      },
    ],
    ['an assistant that speaks first', { messages: [answer, user] }],
    ['an assistant that speaks last', { messages: [user, answer] }],
    ['blank text', { messages: [says('user', { type: 'text', text: ' \n' })] }],
    ['no content', { messages: [says('user')] }],
    ['half a surrogate pair', { messages: [{ role: 'user', content: 'a\ud83d' }] }],
    ['citations of a user', { messages: [says('user', { ...text, citations: [{}] })] }],
    [
      'a document of the assistant',
      {
        messages: [user, says('assistant', { type: 'document', source: { type: 'file' } }), user],
      },
    ],
    [
      'an image of another kind',
      {
        messages: [
          says('user', {
            type: 'image',
            source: { type: 'base64', media_type: 'image/bmp', data: 'AAAA' },
          }),
        ],
      },
    ],
    ['a call without its result', { tools, messages: [user, calling('a', 'b'), told('a')] }],
    ['a result without its call', { tools, messages: [user, answer, told('a')] }],
    ['two results of one call', { tools, messages: [user, calling('a'), told('a', 'a')] }],
    [
      'a result behind text',
      {
        tools,
        messages: [user, calling('a'), says('user', text, result('a'))],
      },
    ],
    [
      'a result that does not follow at once',
      {
        tools,
        messages: [user, calling('a'), user, answer, told('a')],
      },
    ],
    [
      'text behind a call',
      {
        tools,
        messages: [user, says('assistant', use('a'), text), told('a')],
      },
    ],
    [
      'one id twice',
      {
        tools,
        messages: [user, calling('a'), told('a'), calling('a'), told('a')],
      },
    ],
    ['an id of another form', { tools, messages: [user, calling('a.b'), told('a.b')] }],
    ['calls without tools', { messages: [user, calling('a'), told('a')] }],
    ['half of what its own tool did', { messages: [user, says('assistant', search, text), user] }],
    [
      'a system turn in a wrong place',
      {
        messages: [user, { role: 'system', content: 'x' }, user],
      },
    ],
    ['a turn that ends in a thought', { messages: [user, says('assistant', thinking('s')), user] }],
    ['a thought of nobody', { messages: [user, says('assistant', thinking('s'), text), user] }],
  ])('refuses %s', async (_, body) => {
    expect(await post({ ...fit, ...body })).toMatchObject({
      status: 400,
      text: expect.stringContaining('"invalid_request_error"'),
    });
  });

  it('takes what is in order', async () => {
    const found = { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1', content: [] };
    const messages = [
      user,
      user,
      says('assistant', search, found, use('a')),
      says('user', result('a'), text),
      { role: 'system', content: 'x' },
    ];
    expect((await post({ ...fit, tools, messages })).status).toBe(200);
    expect((await post({ ...fit, messages: [user, says('assistant', search)] })).status).toBe(200);
  });

  it('refuses a wrong key, an old version, and a system turn of an old model', async () => {
    expect((await post(fit, { authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await post(fit, { 'anthropic-version': '2023-06-01' })).status).toBe(400);
    const messages = [user, { role: 'system', content: 'x' }];
    expect((await post({ ...fit, messages })).status).toBe(200);
    expect((await post({ ...fit, model: 'claude-sonnet-5', messages })).status).toBe(400);
  });

  it('takes a thought back from the model and account, after the conversation, that it was had in', async () => {
    const [, signature = ''] = /"signature":"([^"]+~[^"]+)"/.exec((await post(fit)).text) ?? [];
    const back = (before = user) => [before, says('assistant', thinking(signature), text), user];
    expect((await post({ ...fit, messages: back() })).status).toBe(200);
    const other = back({ ...user, content: 'Another' });
    expect((await post({ ...fit, messages: other })).text).toContain('different conversation');
    expect((await post({ ...fit, tools, messages: back() })).status).toBe(400);
    const unreadable = { ...fit, model: 'claude-haiku-5-5', messages: back() };
    expect((await post(unreadable)).status).toBe(200);
  });
});
