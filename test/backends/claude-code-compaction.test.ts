import { describe, expect, it } from 'vitest';
import { hasClaudeCode } from '../support/claude-code.ts';
import type { ScriptedReply } from '../support/maker-server/scripted-reply.ts';
import { memoryTable } from '../support/memory-log.ts';
import { startClaudeCodeServer } from '../support/messages-server/claude-code-server.ts';
import { ownClaudeCode } from '../support/own-claude-code.ts';
import { answerOf, question } from './_call.ts';
import { behind, decides, epochs, machine, says, uses } from './_kept-session.ts';

/** Tokens: the smallest window at which Claude Code compacts, and what nearly fills it. */
const WINDOW = 100_000;
const full = (reply: ScriptedReply): ScriptedReply => ({
  ...reply,
  usage: { input_tokens: 99_000, output_tokens: 10 },
});

ownClaudeCode({ CLAUDE_CODE_AUTO_COMPACT_WINDOW: String(WINDOW) });

describe.skipIf(!hasClaudeCode)('an agent that compacts its session', { timeout: 120_000 }, () => {
  it('in the midst of a turn hears each piece of news once, and goes on in that session', async () => {
    const table = memoryTable();
    const news = ['first news', 'second news', 'third news'];
    const script = [uses('touch one'), full(uses('touch two')), uses('touch three')];
    await using server = await startClaudeCodeServer({
      respond: ({ raw }) => {
        if (raw.includes('<summary> block')) return { text: '<summary>All so far.</summary>' };
        return script.shift() ?? decides('42.');
      },
    });
    const waiting = [...news];
    const hear = async () => {
      const text = waiting.shift();
      return text === undefined ? undefined : { text, allowedTools: ['new_answer', 'vote'] };
    };
    const first = await answerOf(machine(server, table), { hear });
    const told = server.requests.map(({ raw }) =>
      [...news, 'All so far.'].map((text) => raw.split(text).length - 1),
    );
    expect(told).toEqual([
      [0, 0, 0, 0],
      [1, 0, 0, 0],
      [1, 0, 0, 0],
      [0, 1, 0, 1],
      [0, 1, 1, 1],
    ]);
    const heard = news.map((text, at) => says(`heard ${at}`, text));
    const steps = [...(first.steps ?? []), ...heard];
    const second = [...behind([question], { ...first, steps }), says('m2', 'And now?')];
    const reply = await answerOf(machine(server, table), { messages: second });
    const third = [...behind(second, reply), says('m3', 'At last?')];
    await answerOf(machine(server, table), { messages: third });
    expect(await epochs(table)).toEqual([true, false, false]);
    const last = server.requests.at(-1)?.raw ?? '';
    expect(
      ['All so far.', 'And now?', 'At last?'].map((text) => last.split(text).length - 1),
    ).toEqual([1, 1, 1]);
  });
});
