import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { hasClaudeCode } from '../support/claude-code.ts';
import type { Person } from '../support/claude-program.ts';
import type { Seen } from '../support/maker-server/maker-server.ts';
import type { ScriptedReply } from '../support/maker-server/scripted-reply.ts';
import { lastPrompt, openTeam, times, toldIn } from '../support/shared-team.ts';
import { openTerminal, whyNoTerminal } from '../support/terminal.ts';

const PATIENCE = { timeout: 60_000, interval: 20 };
const ALL = ['--hold', 'all'];

const ENDLESS = { endless: 'And on. ', delayMs: 50 };

/** Until news that holds the words lies ready for a session. */
const lies = ({ project }: Person, session: string, words: string) => {
  const file = join(project, '.claude/massgen/sessions', session, 'news');
  return vi.waitFor(() => expect(readFileSync(file, 'utf8')).toContain(words), PATIENCE);
};

const sessionIn = ({ headers }: Seen) => String(headers['x-claude-code-session-id']);

/** A team in which a model that is told to wait says its last word when the test lets it. */
async function openWaitingTeam(then: ScriptedReply = { text: 'My last word.' }) {
  const asked = Promise.withResolvers<string>();
  const word = Promise.withResolvers<ScriptedReply>();
  const team = await openTeam({
    respond: (request) => {
      if (lastPrompt(request).includes('Stop hook')) return { text: 'Heard.' };
      if (lastPrompt(request).includes('Work on.')) return ENDLESS;
      if (!lastPrompt(request).includes('Wait.')) return undefined;
      asked.resolve(sessionIn(request));
      return word.promise;
    },
  });
  return { ...team, asked: asked.promise, goOn: () => word.resolve(then) };
}

describe.skipIf(!hasClaudeCode)('a Claude Code that has said its last word', () => {
  it('hears first what another wrote meanwhile, once, quoted, behind what was cached', async () => {
    const team = await openWaitingTeam();
    const ben = await team.newMember({}, ALL);
    const ann = await team.newMember();
    const { session } = await ben.prompt('Hello.');
    expect(team.requestsOf(session)).toHaveLength(1);

    const working = ben.prompt('Wait.', session);
    await team.asked;
    const before = team.toldTo(session);
    await ann.prompt('NOTE{port 4711}');
    await lies(ben, session, '<<< note note/port');
    team.goOn();
    expect((await working).result).toBe('Heard.');

    expect(team.requestsOf(session)).toHaveLength(3);
    const told = team.toldTo(session);
    expect(told.slice(0, before.length)).toEqual(before);
    expect(told.at(before.length)).toContain('My last word.');
    expect(told.at(before.length + 1)).toMatch(
      /^{"role":"user".*<system-reminder>.*\[massgen team main@[\d-]+\].*<<< note note\/port of .*port 4711.*You had ended your turn/,
    );

    await ben.prompt('And now?', session);
    expect(team.requestsOf(session)).toHaveLength(4);
    expect(times('<<< note note/port', team.toldTo(session))).toBe(1);
    const shared = JSON.stringify(await team.shown());
    expect(shared).toContain('My last word.');
    expect(shared).not.toMatch(/You had ended|Stop hook/);
  });

  it('is held up once, though news comes again and again and another hook holds it up as well', async () => {
    let facts = 0;
    const team = await openTeam({
      respond: async (request) => {
        const session = sessionIn(request);
        if (!toldIn(request).join().includes('Go.')) return undefined;
        facts += 1;
        await team.note(`fact ${facts}.`);
        await lies(ben, session, `fact ${facts}.`);
        return undefined;
      },
    });
    const ben = await team.newMember({}, ALL);
    mkdirSync(join(ben.project, '.claude'), { recursive: true });
    const command = `grep -q '"stop_hook_active":true' || echo '{"decision":"block","reason":"Tests fail."}'`;
    const hooks = { Stop: [{ hooks: [{ type: 'command', command }] }] };
    writeFileSync(join(ben.project, '.claude/settings.json'), JSON.stringify({ hooks }));
    const { session } = await ben.prompt('Go.');
    expect(team.requestsOf(session)).toHaveLength(2);
    const told = team.toldTo(session);
    expect(times('<<< note note/1 of', told)).toBe(1);
    expect(times('Tests fail.', told)).toBeGreaterThan(0);
    const shared = JSON.stringify(await team.shown());
    expect(shared).not.toContain('Tests fail.');
  });

  it('for a program, as it is by default, has said it: what is new is told at the next prompt', async () => {
    const team = await openWaitingTeam();
    const ben = await team.newMember();
    const working = ben.prompt('Wait.', undefined, ['--max-turns', '1']);
    const session = await team.asked;
    await team.note('port 4711');
    await lies(ben, session, 'port 4711');
    team.goOn();
    expect((await working).result).toBe('My last word.');
    await ben.prompt('And now?', session);
    expect(team.requestsOf(session)).toHaveLength(2);
    expect(times('port 4711', team.toldTo(session))).toBe(1);
  });

  it('in an error of the API is not made to go on', async () => {
    const status = { status: 400, body: { type: 'error', error: { type: 'x', message: 'No.' } } };
    const team = await openWaitingTeam({ plain: { ...status, headers: {} } });
    const ben = await team.newMember({}, ALL);
    const working = ben.prompt('Wait.').catch((error: Error) => error.message);
    const session = await team.asked;
    await team.note('port 4711');
    await lies(ben, session, 'port 4711');
    team.goOn();
    expect(await working).toContain('No.');
    const told = team.requestsOf(session).flatMap(toldIn);
    expect(times('port 4711', told)).toBe(0);
    await lies(ben, session, 'port 4711');
  });
});

describe.skipIf(!hasClaudeCode)('a person who sees Claude Code stop', () => {
  it('sees it hear what somebody wrote, and after an interruption nothing more', async ({
    skip,
  }) => {
    const reason = whyNoTerminal();
    if (reason) skip(reason);
    const team = await openWaitingTeam();
    const ben = await team.newMember();
    const terminal = openTerminal({ columns: 120, rows: 50 });
    terminal.type(ben.inTerminal());
    await terminal.until('❯');
    terminal.type('Wait.');
    const session = await team.asked;
    await team.note('port 4711');
    await lies(ben, session, 'port 4711');
    team.goOn();
    await terminal.until(/My last word\.[\s\S]*port 4711[\s\S]*Heard\./);
    expect(team.requestsOf(session)).toHaveLength(2);
    expect(times('port 4711', team.toldTo(session))).toBe(1);

    terminal.type('Work on.');
    await terminal.until('And on.');
    await team.note('port 4712');
    await lies(ben, session, 'port 4712');
    terminal.press('Escape');
    await terminal.until('Interrupted');
    terminal.type('And now?');
    await terminal.until('All right.');
    expect(team.requestsOf(session)).toHaveLength(4);
    expect(times('port 4712', team.toldTo(session))).toBe(1);
  });
});
