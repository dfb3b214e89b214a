import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../lib/core/message/message.ts';
import { hasClaudeCode, newFolder } from '../support/claude-code.ts';
import type { Seen } from '../support/maker-server/maker-server.ts';
import { refusesWith, type ScriptedReply } from '../support/maker-server/scripted-reply.ts';
import { startClaudeCodeServer } from '../support/messages-server/claude-code-server.ts';
import { ownClaudeCode } from '../support/own-claude-code.ts';
import { answerOf, question, thrown } from './_call.ts';
import { claudeCodeAt } from './_claude-code-backend.ts';

const decides = (content: string): ScriptedReply => ({
  thinking: 'Hm.',
  text: 'So.',
  calls: [{ name: 'new_answer', arguments: { content } }],
});

const uses = (command: string): ScriptedReply => ({
  text: 'Let me look.',
  calls: [{ name: 'Bash', arguments: { command, description: 'looks' } }],
});

const says = (role: Message['role'], text: string): Message => ({
  id: `message_${text}`,
  role,
  parts: [{ type: 'text', text }],
});

const spokenIn = ({ body }: Seen): readonly { role: string; content: unknown }[] =>
  body.messages.filter(({ role }: { role: string }) => role !== 'system');

const rolesIn = (seen: Seen) => spokenIn(seen).map(({ role }) => role);
const textIn = (seen: Seen) => JSON.stringify(spokenIn(seen));

ownClaudeCode();

describe('without its SDK', () => {
  it('Claude Code is a fault that says what to install', async () => {
    const backend = claudeCodeAt({ url: 'http://127.0.0.1:1' }, { folders: [newFolder()] });
    expect(await thrown(answerOf(backend))).toMatchObject({
      code: 'backend.notInstalled',
      facts: { backend: 'claude_code', package: '@anthropic-ai/claude-agent-sdk' },
    });
  });
});

describe.skipIf(!hasClaudeCode)('Claude Code', () => {
  it('works with its own tools, and ends its turn with the call of one of ours', async () => {
    await using server = await startClaudeCodeServer({
      replies: [uses('echo hi'), decides('42.')],
    });
    const { message, steps, deltas } = await answerOf(claudeCodeAt(server));
    expect(server.requests.map(({ refused }) => refused)).toEqual([undefined, undefined]);
    expect(message).toMatchObject({
      role: 'assistant',
      parts: [
        { type: 'thinking' },
        { type: 'text', text: 'So.' },
        { type: 'tool_call', name: 'new_answer', arguments: { content: '42.' } },
      ],
      stop: { reason: 'tool', raw: 'tool_use' },
      usage: { inputTokens: 24 },
    });
    expect(steps).toMatchObject([
      { role: 'assistant', parts: [{ type: 'text' }, { type: 'tool_call', name: 'Bash' }] },
      { role: 'tool', parts: [{ type: 'tool_result', content: [{ text: 'hi' }] }] },
    ]);
    expect(deltas.map((delta) => (delta.type === 'text' ? delta.text : '')).join('')).toBe(
      'Let me look.So.',
    );
  });

  it('takes up its own turn where it ended', async () => {
    await using server = await startClaudeCodeServer({
      replies: [uses('echo hi'), decides('42.'), decides('43.')],
    });
    const backend = claudeCodeAt(server);
    const { message, steps = [] } = await answerOf(backend);
    const call = message.parts.find(({ type }) => type === 'tool_call');
    const result: Message = {
      id: 'r',
      role: 'tool',
      parts: [
        {
          type: 'tool_result',
          call: call?.type === 'tool_call' ? call.id : '',
          content: [{ type: 'text', text: 'Say more.' }],
          error: true,
        },
      ],
    };
    const messages = [question, ...steps, message, result];
    const second = await answerOf(backend, { messages });
    expect(second.message.parts.at(-1)).toMatchObject({ arguments: { content: '43.' } });
    const last = server.requests.at(-1);
    expect(last?.refused).toBeUndefined();
    const told = last ? textIn(last) : '';
    for (const words of ['What is the answer?', 'echo hi', '"hi"', '42.', 'Say more.', 'Go on.'])
      expect(told).toContain(words);
    expect(told).toContain('mcp__massgen__new_answer');
    expect(told).toContain('"type":"thinking","thinking":"Hm."');
  });

  it("takes another maker's conversation for its own past", async () => {
    await using server = await startClaudeCodeServer({ replies: [decides('42.')] });
    const foreign: Message[] = [
      says('system', 'You are agent1.'),
      question,
      {
        id: 'm1',
        role: 'assistant',
        author: { agent: 'a', backend: 'openai', model: 'gpt-6' },
        parts: [
          { type: 'thinking', text: 'secret thought', signature: 'foreign' },
          { type: 'text', text: 'I looked.' },
          { type: 'tool_call', id: 'call_1|x', name: 'search', arguments: { q: 'x' } },
        ],
      },
      {
        id: 'm2',
        role: 'tool',
        parts: [
          {
            type: 'tool_result',
            call: 'call_1|x',
            content: [{ type: 'text', text: 'found' }],
            error: false,
          },
        ],
      },
      says('assistant', 'It is found.'),
      says('user', 'And now?'),
    ];
    const { losses } = await answerOf(claudeCodeAt(server), { messages: foreign });
    const [seen] = server.requests;
    expect(server.requests).toHaveLength(1);
    expect(seen?.refused).toBeUndefined();
    expect(seen && rolesIn(seen)).toEqual(['user', 'assistant', 'user', 'assistant', 'user']);
    const told = seen ? textIn(seen) : '';
    for (const words of ['I looked.', 'found', 'It is found.', 'And now?'])
      expect(told).toContain(words);
    expect(told).not.toContain('foreign');
    expect(JSON.stringify(seen?.body.system)).toContain('You are agent1.');
    expect(losses.map(({ kind }) => kind)).toContain('thinking');
  });

  it('is told that a tool has to wait where text is asked for', async () => {
    await using server = await startClaudeCodeServer({
      replies: [decides('42.'), { text: 'The final answer.' }],
    });
    const { message } = await answerOf(claudeCodeAt(server), { allowedTools: [] });
    expect(message.parts).toMatchObject([{ type: 'text', text: 'The final answer.' }]);
    expect(server.requests.map(textIn).at(-1)).toContain('cannot be called now');
  });

  it.each(['/clear', '@/etc/hostname what is this?', '!ls'])(
    'takes %s as it stands',
    async (text) => {
      await using server = await startClaudeCodeServer({ replies: [decides('42.')] });
      await answerOf(claudeCodeAt(server), { messages: [says('user', text)] });
      const blocks = server.requests.flatMap(spokenIn).flatMap(({ content }) => content);
      expect(blocks).toContainEqual(expect.objectContaining({ type: 'text', text }));
    },
  );

  it('works in the folder that it is given, with what it may do there', async () => {
    const cwd = join(newFolder(), 'made/here');
    await using server = await startClaudeCodeServer({
      replies: [uses('touch made-by-it'), decides('42.')],
    });
    const options = { cwd, allowed_tools: ['Bash(touch:*)'], disallowed_tools: ['WebFetch'] };
    await answerOf(claudeCodeAt(server, { options: { base_url: server.url, ...options } }));
    expect(existsSync(join(cwd, 'made-by-it'))).toBe(true);
    expect(server.requests.every(({ raw }) => !raw.includes('WebFetch'))).toBe(true);
  });

  it("works in a folder of its session's own where it is to", async () => {
    const scratch = newFolder();
    await using server = await startClaudeCodeServer({
      replies: [uses('touch made-by-it'), decides('42.')],
    });
    const options = { workspace: 'scratch', allowed_tools: ['Bash(touch:*)'] };
    await answerOf(
      claudeCodeAt(server, { scratch, options: { base_url: server.url, cwd: '/', ...options } }),
    );
    expect(globSync('*/made-by-it', { cwd: scratch })).toHaveLength(1);
  });

  it.each([
    [401, 'authentication_error', 'backend.unauthorised'],
    [404, 'not_found_error', 'backend.notFound'],
    [429, 'rate_limit_error', 'backend.rateLimited'],
    [529, 'overloaded_error', 'backend.overloaded'],
    [500, 'api_error', 'backend.unavailable'],
    [400, 'invalid_request_error', 'backend.rejected'],
  ])('says %i of its API as a fault', async (status, type, code) => {
    const body = { type: 'error', error: { type, message: 'No.' } };
    await using server = await startClaudeCodeServer({ replies: [refusesWith(status, body)] });
    expect(await thrown(answerOf(claudeCodeAt(server)))).toMatchObject({ code });
  });

  it('says that a server is not there', async () => {
    const fault = await thrown(answerOf(claudeCodeAt({ url: 'http://127.0.0.1:9' })));
    expect(fault).toMatchObject({ code: 'backend.unavailable' });
  });

  it('ends at once when it is stopped', async () => {
    await using server = await startClaudeCodeServer({
      replies: [{ endless: 'and on ', delayMs: 5 }],
    });
    const controller = new AbortController();
    const answering = answerOf(claudeCodeAt(server), { signal: controller.signal });
    setTimeout(() => controller.abort(new Error('stopped')), 3000);
    await expect(answering).rejects.toThrow('stopped');
  });
});
