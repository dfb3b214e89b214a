import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { hasClaudeCode } from '../support/claude-code.ts';
import { folder, massgen } from '../support/command.ts';
import { startGeminiServer } from '../support/gemini-server/gemini-server.ts';
import { type Seen as Request, TEST_KEY } from '../support/maker-server/maker-server.ts';
import { startResponsesServer } from '../support/responses-server/responses-server.ts';
import { sensible } from '../support/scripted-model.ts';
import { inFolder, inService, openTeam, times, toldIn } from '../support/shared-team.ts';

describe.skipIf(!hasClaudeCode)('people with the real Claude Code', () => {
  it.each([
    ['a data folder', inFolder],
    ['a service', inService],
  ])(
    'tell each other through %s what they find, once, quoted, behind what was cached',
    async (_, open) => {
      const { newMember, toldTo } = await openTeam({ open });
      const [ann, ben] = [await newMember(), await newMember()];
      const hello = await ben.prompt('Hello.');
      const before = toldTo(hello.session);

      const found = await ann.prompt('Find the port: RUN{echo port $((4000 + 711))}');
      await ben.prompt('Which port?', hello.session);
      const after = toldTo(hello.session);
      expect(after.slice(0, before.length)).toEqual(before);
      expect(times('port 4711', after)).toBe(1);
      const news = after.find((told) => told.includes('port 4711')) ?? '';
      expect(JSON.parse(news).role).toBe('system');
      expect(news).toMatch(
        /\[massgen team main@\d+\].*<<< message claude-code\/.*port 4711.*>>> end of/,
      );

      await ben.prompt('Once more?', hello.session);
      expect(times('port 4711', toldTo(hello.session))).toBe(1);

      await ann.prompt('What does Ben say?', found.session);
      const back = toldTo(found.session);
      expect(times('Which port?', back)).toBe(1);

      const eve = await newMember();
      const { session } = await eve.prompt('What is known?');
      const all = toldTo(session);
      expect(times('port 4711', all)).toBe(1);
      expect(times('What does Ben say?', all)).toBe(1);
    },
  );

  it('tell each other in the midst of a turn', async () => {
    const { newMember, requestsOf, server } = await openTeam();
    const [ann, ben] = [await newMember(), await newMember()];
    const flag = join(folder(), 'go');
    const working = ben.prompt(`RUN{until [ -e ${flag} ]; do sleep 0.1; done}`);
    await vi.waitFor(() => expect(server.requests).toHaveLength(1), { timeout: 60_000 });
    const session = String(server.requests[0]?.headers['x-claude-code-session-id']);
    await ann.prompt('RUN{echo port $((4000 + 711))}');
    const news = join(ben.project, '.claude/massgen/sessions', session, 'news');
    await vi.waitFor(() => expect(existsSync(news)).toBe(true), { timeout: 60_000 });
    writeFileSync(flag, '');
    await working;
    const requests = requestsOf(session);
    expect(times('port 4711', toldIn(requests[0] as Request))).toBe(0);
    expect(times('port 4711', toldIn(requests[1] as Request))).toBe(1);
  });

  it('share with a team of other makers, and it with them', async () => {
    const { newMember, toldTo, place } = await openTeam();
    const ann = await newMember();
    const { session } = await ann.prompt('RUN{echo port $((4000 + 711))}');
    const answers = sensible({ answer: 'Close port 4711 at night.', votesFor: 'agent1' });
    const gpt = await startResponsesServer({ respond: answers });
    const gemini = await startGeminiServer({ respond: answers });
    onTestFinished(async () => void (await Promise.all([gpt.close(), gemini.close()])));
    const team = join(folder(), 'team.json');
    writeFileSync(
      team,
      JSON.stringify({
        agents: [
          { id: 'gpt', backend: { type: 'openai', base_url: gpt.url, api_key: TEST_KEY } },
          { id: 'gemini', backend: { type: 'gemini', base_url: gemini.url, api_key: TEST_KEY } },
        ],
        orchestrator: {
          context: { sharing: 'transcript', subscriptions: [{ kinds: ['message'] }] },
        },
      }),
    );
    const asked = ['What of the port?', '--session', 'team', '--config', team, '--json'];
    const { code, stdout } = await massgen([...asked, ...place]);
    expect({ code, stdout }).toMatchObject({ code: 0 });
    for (const { requests } of [gpt, gemini]) expect(requests[0]?.raw).toContain('port 4711');
    await ann.prompt('And the team?', session);
    const told = toldTo(session).join('\n');
    expect(told).toMatch(/<<< answer run\/[^ ]+\/gpt\/answer of gpt .*Close port 4711 at night\./);
  });

  it('go on with the shared conversation in a session of their own, which is no news to it', async () => {
    const { newMember, toldTo, place } = await openTeam();
    const [ann, ben] = [await newMember(), await newMember()];
    await ann.prompt('RUN{echo port $((4000 + 711))}');
    const words = ['claude-code', 'resume', 'team', '--dir', ben.project, '--json', ...place];
    const resumed = await massgen(words, { CLAUDE_CONFIG_DIR: ben.config });
    const { session, command } = JSON.parse(resumed.stdout);
    expect(command).toBe(`claude --resume ${session}`);
    await ben.prompt('Which port?', session);
    const told = toldTo(session);
    expect(times('port 4711', told)).toBe(1);
    expect(told.find((one) => one.includes('port 4711'))).toContain('"tool_result"');
    const shown = await massgen(['context', 'show', 'team', '--json', ...place]);
    expect(JSON.parse(shown.stdout).items).toHaveLength(6);
  });

  it('tell the others, and not themselves, what their models write down by the tools', async () => {
    const { newMember, toldTo } = await openTeam();
    const [ann, ben] = [await newMember(), await newMember()];
    const { session } = await ann.prompt('NOTE{We close it.}');
    const reply = toldTo(session).join('\n');
    expect(reply).toMatch(/tool_result.*Committed as version/);
    await ann.prompt('Go on.', session);
    expect(toldTo(session).join('\n')).not.toContain('<<< note');
    const other = await ben.prompt('What is decided?');
    const told = toldTo(other.session).join('\n');
    expect(told).toMatch(/<<< note note\/port of claude-code \S{10}\\\\?n"?We close it\./);
  });
});
