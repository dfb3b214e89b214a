import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createSessions } from '../../lib/claude-code/sessions/sessions.ts';
import { mainOf } from '../../lib/claude-code/sessions/standing.ts';
import type { Message } from '../../lib/core/message/message.ts';
import { openPlace } from '../../lib/local/place.ts';
import { randomIds, systemClock } from '../../lib/runtime/system.ts';
import { hasClaudeCode } from '../support/claude-code.ts';
import type { ScriptedReply } from '../support/maker-server/scripted-reply.ts';
import { startClaudeCodeServer } from '../support/messages-server/claude-code-server.ts';
import { openFolder, replyOf, SESSION, startTurn } from './_process.ts';

const question: Message = {
  id: 'm1',
  role: 'user',
  parts: [{ type: 'text', text: 'What is the answer?' }],
};

const decides: ScriptedReply = { calls: [{ name: 'new_answer', arguments: { content: '42.' } }] };
const uses = (command: string): ScriptedReply => ({
  calls: [{ name: 'Bash', arguments: { command, description: 'looks' } }],
});

/** The processes below one, as the kernel lists them. */
const below = (pid: number): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === pid)
    .flatMap((name) => [Number(name), ...below(Number(name))]);

function parentOf(pid: string): number {
  try {
    return Number(
      readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) \S /, '')
        .split(' ')[0],
    );
  } catch {
    return 0;
  }
}

async function sessionIn(data: string) {
  const place = await openPlace(
    data,
    () => undefined,
    () => undefined,
  );
  onTestFinished(place.close);
  const { table } = place;
  return () =>
    createSessions({ table, tenant: 'tenant', clock: systemClock, ids: randomIds }).read(SESSION);
}

describe.skipIf(!hasClaudeCode)('processes of Claude Code', { timeout: 180_000 }, () => {
  it('may be killed with whoever started them: what was stored is gone on with, each line once', async () => {
    await using server = await startClaudeCodeServer({
      replies: [uses('touch made-by-it'), { endless: 'and on ', delayMs: 20 }, decides],
    });
    const data = openFolder();
    const order = { url: server.url, data, messages: [question] };
    const killed = startTurn(order);
    await vi.waitUntil(() => server.requests.length === 2, { timeout: 90_000 });
    const read = await sessionIn(data);
    await vi.waitUntil(async () => JSON.stringify(mainOf(await read())).includes('tool_result'));
    for (const pid of [killed.pid ?? 0, ...below(killed.pid ?? 0)]) process.kill(pid, 'SIGKILL');
    const stored = mainOf(await read());
    const { steps = [], message } = await replyOf(startTurn(order));
    expect(message.parts.at(-1)).toMatchObject({ arguments: { content: '42.' } });
    expect(steps.map(({ role }) => role)).toEqual(['assistant', 'tool']);
    const now = mainOf(await read());
    expect(now.slice(0, stored.length)).toEqual(stored);
    const uuids = now.flatMap(({ uuid }) => uuid ?? []);
    expect(new Set(uuids).size).toBe(uuids.length);
    expect(server.requests.every(({ refused }) => refused === undefined)).toBe(true);
  });
});
