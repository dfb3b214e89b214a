import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createSessions } from '../../lib/claude-code/sessions/sessions.ts';
import { mainOf } from '../../lib/claude-code/sessions/standing.ts';
import { environment } from '../../lib/config/environment.ts';
import type { Reply } from '../../lib/core/agent/backend.ts';
import type { Message } from '../../lib/core/message/message.ts';
import { toUuid } from '../../lib/dialects/claude-code/to-uuid.ts';
import { openPlace } from '../../lib/local/place.ts';
import { randomIds, systemClock } from '../../lib/runtime/system.ts';
import { claudeCodeFolder, hasClaudeCode, newFolder } from '../support/claude-code.ts';
import { TEST_KEY } from '../support/maker-server/maker-server.ts';
import type { ScriptedReply } from '../support/maker-server/scripted-reply.ts';
import { startClaudeCodeServer } from '../support/messages-server/claude-code-server.ts';

const SESSION = toUuid('tenant/context/agent');
const question: Message = {
  id: 'm1',
  role: 'user',
  parts: [{ type: 'text', text: 'What is the answer?' }],
};

const decides: ScriptedReply = { calls: [{ name: 'new_answer', arguments: { content: '42.' } }] };
const uses = (command: string): ScriptedReply => ({
  calls: [{ name: 'Bash', arguments: { command, description: 'looks' } }],
});

/** A folder that anybody may write to. */
function openFolder(): string {
  const folder = newFolder();
  chmodSync(folder, 0o777);
  return folder;
}

/**
 * A process as a function in the cloud finds itself: nobody in particular, without a home, in a
 * folder that it cannot write to.
 */
function startTurn(url: string, data: string, messages: readonly Message[]): ChildProcess {
  const scratch = openFolder();
  const order = {
    url,
    key: TEST_KEY,
    data,
    scratch,
    session: SESSION,
    folder: claudeCodeFolder,
    messages,
  };
  const isRoot = process.getuid?.() === 0;
  return spawn(process.execPath, [join(import.meta.dirname, '_turn.ts'), JSON.stringify(order)], {
    cwd: '/',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: environment.lookup('PATH'),
      TMPDIR: scratch,
      CLAUDE_CONFIG_DIR: join(scratch, 'claude'),
      CLAUDE_CODE_TMPDIR: scratch,
    },
    ...(isRoot && { uid: 65534, gid: 65534 }),
  });
}

async function replyOf({ stdout }: ChildProcess): Promise<Reply> {
  return JSON.parse(stdout ? await text(stdout) : '');
}

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
    const killed = startTurn(server.url, data, [question]);
    await vi.waitUntil(() => server.requests.length === 2, { timeout: 90_000 });
    const read = await sessionIn(data);
    await vi.waitUntil(async () => JSON.stringify(mainOf(await read())).includes('tool_result'));
    for (const pid of [killed.pid ?? 0, ...below(killed.pid ?? 0)]) process.kill(pid, 'SIGKILL');
    const stored = mainOf(await read());
    const { steps = [], message } = await replyOf(startTurn(server.url, data, [question]));
    expect(message.parts.at(-1)).toMatchObject({ arguments: { content: '42.' } });
    expect(steps.map(({ role }) => role)).toEqual(['assistant', 'tool']);
    const now = mainOf(await read());
    expect(now.slice(0, stored.length)).toEqual(stored);
    const uuids = now.flatMap(({ uuid }) => uuid ?? []);
    expect(new Set(uuids).size).toBe(uuids.length);
    expect(server.requests.every(({ refused }) => refused === undefined)).toBe(true);
  });
});
