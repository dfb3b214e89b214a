import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { hasClaudeCode } from '../support/claude-code.ts';
import { letShare, newPerson, type Person } from '../support/claude-program.ts';
import { folder, massgen } from '../support/command.ts';
import { startGeminiServer } from '../support/gemini-server/gemini-server.ts';
import type { Script } from '../support/maker-server/maker-server.ts';
import { TEST_KEY } from '../support/maker-server/maker-server.ts';
import { startClaudeCodeServer } from '../support/messages-server/claude-code-server.ts';
import { startResponsesServer } from '../support/responses-server/responses-server.ts';
import { sensible } from '../support/scripted-model.ts';
import { served } from '../support/served.ts';

type Respond = NonNullable<Script['respond']>;
type Request = Parameters<Respond>[0];

/** What a model was told, message by message, however the request spells it. */
const toldIn = ({ body }: Request): readonly string[] =>
  body.messages.map(({ role, content }: { role: string; content: unknown }) => {
    const blocks = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
    const plain = (blocks as object[]).map((block) => ({ ...block, cache_control: undefined }));
    return JSON.stringify({ role, content: plain });
  });

const lastPrompt = ({ body }: Request): string => {
  const prompts = body.messages.filter(
    ({ role, content }: { role: string; content: unknown }) =>
      role === 'user' && !JSON.stringify(content).includes('tool_result'),
  );
  return JSON.stringify(prompts.at(-1)?.content);
};

const spokenSince = ({ body }: Request): number =>
  body.messages.length -
  1 -
  body.messages.findLastIndex(
    ({ role, content }: { role: string; content: unknown }) =>
      role === 'user' && !JSON.stringify(content).includes('tool_result'),
  );

const isFirstReply = (request: Request) =>
  request.body.messages
    .slice(request.body.messages.length - spokenSince(request))
    .every(({ role }: { role: string }) => role === 'system');

/** Does what a prompt says in braces; else it has nothing to say. */
const respond: Respond = (request) => {
  const command = /RUN\{([^}]*)\}/.exec(lastPrompt(request))?.[1];
  if (command !== undefined && isFirstReply(request))
    return { calls: [{ name: 'Bash', arguments: { command, description: 'look' } }] };
  const note = /NOTE\{([^}]*)\}/.exec(lastPrompt(request))?.[1];
  if (note !== undefined && isFirstReply(request)) {
    const put = [{ item: 'note/port', body: note, tags: ['decided'] }];
    return { calls: [{ name: 'mcp__massgen__context_commit', arguments: { put } }] };
  }
  return { text: 'All right.' };
};

/** Where a context is: the words that lead there, and what opens it. */
interface Place {
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const inFolder = async (): Promise<Place> => ({ words: ['--data', folder()], env: {} });

const inService = async (): Promise<Place> => {
  const { url, token } = await served();
  return { words: ['--remote', url], env: { MASSGEN_TOKEN: token } };
};

async function openTeam(open = inFolder) {
  const server = await startClaudeCodeServer({ respond, key: TEST_KEY });
  onTestFinished(() => server.close());
  const { words, env } = await open();
  return {
    server,
    place: words,
    newMember: async (): Promise<Person> => {
      const person = newPerson(server.url);
      await letShare(person, words, env);
      return person;
    },
    requestsOf: (session: string) =>
      server.requests.filter(({ headers }) => headers['x-claude-code-session-id'] === session),
  };
}

const times = (words: string, texts: readonly string[]) => texts.join('\n').split(words).length - 1;

describe.skipIf(!hasClaudeCode)('people with the real Claude Code', () => {
  it.each([
    ['a data folder', inFolder],
    ['a service', inService],
  ])(
    'tell each other through %s what they find, once, quoted, behind what was cached',
    async (_, open) => {
      const { newMember, requestsOf } = await openTeam(open);
      const [ann, ben] = [await newMember(), await newMember()];
      const hello = await ben.prompt('Hello.');
      const before = toldIn(requestsOf(hello.session).at(-1) as Request);

      const found = await ann.prompt('Find the port: RUN{echo port $((4000 + 711))}');
      await ben.prompt('Which port?', hello.session);
      const after = toldIn(requestsOf(hello.session).at(-1) as Request);
      expect(after.slice(0, before.length)).toEqual(before);
      expect(times('port 4711', after)).toBe(1);
      const news = after.find((told) => told.includes('port 4711')) ?? '';
      expect(JSON.parse(news).role).toBe('system');
      expect(news).toMatch(
        /\[massgen team main@\d+\].*<<< message claude-code\/.*port 4711.*>>> end of/,
      );

      await ben.prompt('Once more?', hello.session);
      expect(times('port 4711', toldIn(requestsOf(hello.session).at(-1) as Request))).toBe(1);

      await ann.prompt('What does Ben say?', found.session);
      const back = toldIn(requestsOf(found.session).at(-1) as Request);
      expect(times('Which port?', back)).toBe(1);

      const eve = await newMember();
      const { session } = await eve.prompt('What is known?');
      const all = toldIn(requestsOf(session).at(-1) as Request);
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
    const { newMember, requestsOf, place } = await openTeam();
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
    const told = toldIn(requestsOf(session).at(-1) as Request).join('\n');
    expect(told).toMatch(/<<< answer run\/[^ ]+\/gpt\/answer of gpt .*Close port 4711 at night\./);
  });

  it('go on with the shared conversation in a session of their own, which is no news to it', async () => {
    const { newMember, requestsOf, place } = await openTeam();
    const [ann, ben] = [await newMember(), await newMember()];
    await ann.prompt('RUN{echo port $((4000 + 711))}');
    const words = ['claude-code', 'resume', 'team', '--dir', ben.project, '--json', ...place];
    const resumed = await massgen(words, { CLAUDE_CONFIG_DIR: ben.config });
    const { session, command } = JSON.parse(resumed.stdout);
    expect(command).toBe(`claude --resume ${session}`);
    await ben.prompt('Which port?', session);
    const told = toldIn(requestsOf(session).at(-1) as Request);
    expect(times('port 4711', told)).toBe(1);
    expect(told.find((one) => one.includes('port 4711'))).toContain('"tool_result"');
    const shown = await massgen(['context', 'show', 'team', '--json', ...place]);
    expect(JSON.parse(shown.stdout).items).toHaveLength(6);
  });

  it('tell the others, and not themselves, what their models write down by the tools', async () => {
    const { newMember, requestsOf } = await openTeam();
    const [ann, ben] = [await newMember(), await newMember()];
    const { session } = await ann.prompt('NOTE{We close it.}');
    const reply = toldIn(requestsOf(session).at(-1) as Request).join('\n');
    expect(reply).toMatch(/tool_result.*Committed as version/);
    await ann.prompt('Go on.', session);
    expect(toldIn(requestsOf(session).at(-1) as Request).join('\n')).not.toContain('<<< note');
    const other = await ben.prompt('What is decided?');
    const told = toldIn(requestsOf(other.session).at(-1) as Request).join('\n');
    expect(told).toMatch(/<<< note note\/port of claude-code \w+\\\\?n"?We close it\./);
  });
});
