import { globSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { mainOf } from '../../lib/claude-code/sessions/standing.ts';
import { decisionTools } from '../../lib/core/agent/decision-tools.ts';
import { createReading, readingTool } from '../../lib/core/agent/reading-tool.ts';
import type { Message } from '../../lib/core/message/message.ts';
import type { Table } from '../../lib/core/shared/table.ts';
import { hasClaudeCode, newFolder } from '../support/claude-code.ts';
import type { ScriptedReply } from '../support/maker-server/scripted-reply.ts';
import { memoryTable } from '../support/memory-log.ts';
import { startClaudeCodeServer } from '../support/messages-server/claude-code-server.ts';
import { ownClaudeCode } from '../support/own-claude-code.ts';
import { answerOf, question } from './_call.ts';
import { claudeCodeAt } from './_claude-code-backend.ts';
import {
  behind,
  decides,
  epochs,
  machine,
  SESSION,
  says,
  sessionsOn,
  spoken,
  uses,
} from './_kept-session.ts';

ownClaudeCode();

describe.skipIf(!hasClaudeCode)("Claude Code's own session", { timeout: 120_000 }, () => {
  it('is gone on with on any machine, from any folder: told once, with the results as they are', async () => {
    const table = memoryTable();
    await using server = await startClaudeCodeServer({
      replies: [uses('touch made-by-it'), decides('42.'), decides('43.'), decides('44.')],
    });
    const first = await answerOf(machine(server, table), { messages: [question] });
    expect(first.steps).toHaveLength(2);
    const asked = [...behind([question], first), says('m2', 'And now?')];
    const second = await answerOf(machine(server, table), { messages: asked });
    const third = [...behind(asked, second, 'Not so.'), says('m3', 'At last?')];
    const { message } = await answerOf(machine(server, table), { messages: third });
    expect(message.parts.at(-1)).toMatchObject({ arguments: { content: '44.' } });
    expect(server.requests.map(({ refused }) => refused)).toEqual(Array(4).fill(undefined));
    expect(await epochs(table)).toEqual([true, false, false]);
    const told = server.requests.map(spoken).at(-1) ?? '';
    const words = ['What is the answer?', 'touch made-by-it', '42.', 'Recorded.', 'And now?'];
    expect(words.map((word) => [word, told.split(word).length - 1])).toEqual(
      words.map((word) => [word, 1]),
    );
    expect(told).toContain('Not so.');
    expect(told).not.toContain('Taken.');
  });

  it('has its workspace with it, and leaves nothing of it behind', async () => {
    const table = memoryTable();
    await using server = await startClaudeCodeServer({
      replies: [uses('touch made-by-it'), decides('42.'), uses('ls'), decides('43.')],
    });
    const scratch = newFolder();
    const keeping = { sessions: sessionsOn(table), session: SESSION };
    const options = {
      base_url: server.url,
      workspace: 'scratch',
      allowed_tools: ['Bash(touch:*)'],
    };
    const first = await answerOf(claudeCodeAt(server, { scratch, keeping, options }));
    expect(globSync('**/made-by-it', { cwd: scratch })).toEqual([]);
    const messages = [...behind([question], first), says('m2', 'And now?')];
    const { steps = [] } = await answerOf(machine(server, table), { messages });
    expect(JSON.stringify(steps)).toContain('made-by-it');
  });

  it('begins afresh from a conversation that it does not hold the beginning of', async () => {
    const table = memoryTable();
    await using server = await startClaudeCodeServer({ replies: [decides('42.'), decides('43.')] });
    const first = await answerOf(machine(server, table));
    const answered = behind([question], first);
    const laidAnew = [says(question.id, 'What is it?'), ...answered.slice(1), says('m2', 'And?')];
    await answerOf(machine(server, table), { messages: laidAnew });
    expect(await epochs(table)).toEqual([true, true]);
    const told = server.requests.map(spoken).at(-1) ?? '';
    expect(told).toContain('What is it?');
    expect(told).not.toContain('What is the answer?');
  });

  it('begins afresh when another maker has answered meanwhile', async () => {
    const table = memoryTable();
    await using server = await startClaudeCodeServer({ replies: [decides('42.'), decides('43.')] });
    const first = await answerOf(machine(server, table));
    const foreign: Message = {
      id: 'foreign',
      role: 'assistant',
      parts: [{ type: 'text', text: 'I stood in.' }],
    };
    const messages = [...behind([question], first), says('m2', 'And?'), foreign, says('m3', 'So?')];
    await answerOf(machine(server, table), { messages });
    expect(await epochs(table)).toEqual([true, true]);
    expect(server.requests.map(spoken).at(-1)).toContain('I stood in.');
  });

  it('goes on where a turn was cut off, in other words if there are others', async () => {
    const table = memoryTable();
    await using server = await startClaudeCodeServer({
      replies: [uses('touch made-by-it'), { endless: 'and on ', delayMs: 5 }, decides('42.')],
    });
    const controller = new AbortController();
    const cut = answerOf(machine(server, table), { signal: controller.signal });
    await vi.waitUntil(() => server.requests.length === 2, { timeout: 60_000 });
    controller.abort(new Error('out of time'));
    await expect(cut).rejects.toThrow('out of time');
    const again = says(question.id, 'What is the answer? There is news.');
    const { steps = [], message } = await answerOf(machine(server, table), { messages: [again] });
    expect(await epochs(table)).toEqual([true, false]);
    expect(steps).toMatchObject([
      { role: 'assistant', parts: [{ type: 'text' }, { type: 'tool_call', name: 'Bash' }] },
      { role: 'tool' },
    ]);
    const told = server.requests.map(spoken).at(-1) ?? '';
    for (const words of ['What is the answer?', 'touch made-by-it', 'There is news.'])
      expect(told).toContain(words);
    const third = [...behind([again], { steps, message, losses: [] }), says('m2', 'And now?')];
    await answerOf(machine(server, table), { messages: third }).catch(() => undefined);
    expect(await epochs(table)).toEqual([true, false, false]);
  });

  it('keeps nobody from answering when no store takes it, and holds no half of it', async () => {
    const table = memoryTable();
    let isGone = false;
    const failing: Table = {
      ...table,
      put: (row, when) => {
        if (isGone && row.partition.startsWith('tenant/claude-sessions/'))
          throw new Error('no store');
        return table.put(row, when);
      },
    };
    await using server = await startClaudeCodeServer({
      respond: (seen) => {
        isGone = seen.body.messages.length < 4;
        return decides('42.');
      },
    });
    const own = { workspace: undefined, cwd: newFolder() };
    const first = await answerOf(machine(server, failing, own));
    expect(first.message.parts.at(-1)).toMatchObject({ arguments: { content: '42.' } });
    isGone = false;
    const messages = [...behind([question], first), says('m2', 'And now?')];
    await answerOf(machine(server, table), { messages });
    expect(await epochs(table)).toEqual([true, true]);
    expect(server.requests.map(spoken).at(-1)).toContain('42.');
  });

  it('hears what is new behind each of its own tools, and what it heard was told', async () => {
    const table = memoryTable();
    await using server = await startClaudeCodeServer({
      replies: [uses('touch one'), uses('touch two'), decides('42.'), decides('43.')],
    });
    const news = ['<<< answer of agent2 n0nce', '<<< answer of agent1 n0nce'];
    const waiting = [...news];
    const hear = async () => {
      const text = waiting.shift();
      return text === undefined ? undefined : { text, allowedTools: ['new_answer', 'vote'] };
    };
    const first = await answerOf(machine(server, table), { hear });
    for (const [at, text] of news.entries()) {
      const seen = server.requests.map(({ raw }) => raw.split(JSON.stringify(text).slice(1, -1)));
      expect(seen.slice(0, 3).map(({ length }) => length - 1)).toEqual(
        [0, 1, 2].map((request) => (request > at ? 1 : 0)),
      );
    }
    const heard = news.map((text, at) => says(`heard ${at}`, text));
    const steps = [...(first.steps ?? []), ...heard];
    const messages = [...behind([question], { ...first, steps }), says('m2', 'And now?')];
    await answerOf(machine(server, table), { messages });
    expect(await epochs(table)).toEqual([true, false]);
    expect(server.requests.at(-1)?.raw.split(news[0] ?? '')).toHaveLength(2);
  });

  it('goes on behind a tool that answers within its turn, hears what is new, and holds both', async () => {
    const table = memoryTable();
    const asks: ScriptedReply = {
      calls: [{ name: 'read_context', arguments: { items: ['plan'] } }],
    };
    await using server = await startClaudeCodeServer({
      replies: [asks, decides('42.'), decides('43.')],
    });
    const read: string[] = [];
    const within = createReading(([name = '']) => {
      read.push(name);
      return { text: 'The whole plan.', isError: false };
    });
    const news = ['An answer.'];
    const tools = [...decisionTools(2), readingTool];
    const may = {
      tools,
      within,
      allowedTools: tools.map(({ name }) => name),
      hear: async () => {
        const text = news.shift();
        return text === undefined ? undefined : { text, allowedTools: may.allowedTools };
      },
    };
    const first = await answerOf(machine(server, table), may);
    expect(read).toEqual(['plan']);
    expect(first.steps).toMatchObject([
      { role: 'assistant', parts: [{ name: 'read_context', arguments: { items: ['plan'] } }] },
      { role: 'tool', parts: [{ content: [{ text: 'The whole plan.' }], error: false }] },
    ]);
    expect(first.message.parts.at(-1)).toMatchObject({ name: 'new_answer' });
    const told = server.requests.map(spoken);
    expect(told[1]).toContain('The whole plan.');
    expect(server.requests[1]?.raw).toContain('An answer.');

    const steps = [...(first.steps ?? []), says('heard', 'An answer.')];
    const messages = [...behind([question], { ...first, steps }), says('m2', 'And now?')];
    await answerOf(machine(server, table), { ...may, messages });
    expect(await epochs(table)).toEqual([true, false]);
    expect(server.requests.flatMap(({ refused }) => refused ?? [])).toEqual([]);
  });

  it('may vote as soon as it has heard of an answer', async () => {
    const votes: ScriptedReply = {
      calls: [{ name: 'vote', arguments: { agent_id: 'agent1', reason: 'Good.' } }],
    };
    await using server = await startClaudeCodeServer({ replies: [uses('touch one'), votes] });
    const { message } = await answerOf(machine(server, memoryTable()), {
      allowedTools: ['new_answer'],
      hear: async () => ({ text: 'An answer.', allowedTools: ['new_answer', 'vote'] }),
    });
    expect(message.parts.at(-1)).toMatchObject({ name: 'vote' });
    expect(server.requests).toHaveLength(2);
  });

  it('whose reply came, though nobody heard it, is not asked again', async () => {
    const table = memoryTable();
    await using server = await startClaudeCodeServer({ replies: [decides('42.')] });
    const first = await answerOf(machine(server, table));
    const again = await answerOf(machine(server, table));
    const { id, parts } = first.message;
    expect(again.message).toMatchObject({ id, parts, stop: { raw: 'tool_use' } });
    expect(server.requests).toHaveLength(1);
  });

  it('has the threads of its subagents with it', async () => {
    const table = memoryTable();
    const asks: ScriptedReply = {
      calls: [
        {
          name: 'Agent',
          arguments: {
            ...{ description: 'Asks', prompt: 'SUBTASK', subagent_type: 'general-purpose' },
            run_in_background: false,
          },
        },
      ],
    };
    const script = [asks, decides('42.'), decides('43.')];
    await using server = await startClaudeCodeServer({
      respond: (seen) => {
        const isSub = /SUBTASK/.test(JSON.stringify(seen.body.messages[0]));
        return isSub ? { text: 'The subagent says 7.' } : (script.shift() ?? decides('?'));
      },
    });
    const first = await answerOf(machine(server, table));
    expect(JSON.stringify(first.steps?.map(({ parts }) => parts))).toContain('says 7.');
    expect(first.message.usage?.inputTokens).toBe(36);
    const { threads } = await sessionsOn(table).read(SESSION);
    expect([...threads.keys()]).toEqual(['', expect.stringMatching(/^subagents\/agent-/)]);
    const messages = [...behind([question], first), says('m2', 'And now?')];
    await answerOf(machine(server, table), { messages });
    expect(await epochs(table)).toEqual([true, false]);
  });

  it('is shown images, once, and goes on with them', async () => {
    const table = memoryTable();
    await using server = await startClaudeCodeServer({ replies: [decides('42.'), decides('43.')] });
    const data =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const picture: Message = {
      ...question,
      parts: [...question.parts, { type: 'image', mediaType: 'image/png', data }],
    };
    const first = await answerOf(machine(server, table), { messages: [picture] });
    const messages = [...behind([picture], first), says('m2', 'And now?')];
    await answerOf(machine(server, table), { messages });
    expect(await epochs(table)).toEqual([true, false]);
    expect(server.requests.at(-1)?.raw.split(data)).toHaveLength(2);
  });

  it('keeps both of two turns that go on with it at once', async () => {
    const table = memoryTable();
    const rivals = ['And now?', 'And then?'];
    await using server = await startClaudeCodeServer({
      respond: (seen) => decides(rivals.find((one) => spoken(seen).includes(one)) ?? '42.'),
    });
    const first = await answerOf(machine(server, table), { messages: [question] });
    const asked = rivals.map((words, at) => [...behind([question], first), says(`r${at}`, words)]);
    const replies = await Promise.all(
      asked.map((messages) => answerOf(machine(server, table), { messages })),
    );
    expect(replies.map(({ message }) => message.parts.at(-1))).toMatchObject(
      rivals.map((content) => ({ arguments: { content } })),
    );
    expect(server.requests).toHaveLength(3);
    const rows: string[] = [];
    for await (const { body } of table.list(`tenant/claude-sessions/${SESSION}`))
      rows.push(JSON.stringify(body));
    for (const words of rivals) expect(rows.some((row) => row.includes(words))).toBe(true);
  });

  it('is in one hand at a time: of two that go on with it at once none is lost', async () => {
    const table = memoryTable();
    await using server = await startClaudeCodeServer({
      respond: () => decides('42.'),
    });
    const replies = await Promise.all([
      answerOf(machine(server, table)),
      answerOf(machine(server, table)),
    ]);
    for (const { message } of replies)
      expect(message.parts.at(-1)).toMatchObject({ name: 'new_answer' });
    const standing = await sessionsOn(table).read(SESSION);
    const uuids = mainOf(standing).flatMap(({ uuid }) => uuid ?? []);
    expect(new Set(uuids).size).toBe(uuids.length);
  });
});
