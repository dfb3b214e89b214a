import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { hasClaudeCode } from '../support/claude-code.ts';
import { letShare, newPerson, type Person } from '../support/claude-program.ts';
import { folder, massgen } from '../support/command.ts';
import type { Script } from '../support/maker-server/maker-server.ts';
import { TEST_KEY } from '../support/maker-server/maker-server.ts';
import { startClaudeCodeServer } from '../support/messages-server/claude-code-server.ts';

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

/** Runs what a prompt says in braces; else it has nothing to say. */
const respond: Respond = (request) => {
  const command = /RUN\{([^}]*)\}/.exec(lastPrompt(request))?.[1];
  if (command !== undefined && isFirstReply(request))
    return { calls: [{ name: 'Bash', arguments: { command, description: 'look' } }] };
  return { text: 'All right.' };
};

async function openTeam() {
  const server = await startClaudeCodeServer({ respond, key: TEST_KEY });
  onTestFinished(() => server.close());
  const data = folder();
  const place = ['--data', data];
  return {
    server,
    data,
    newMember: async (): Promise<Person> => {
      const person = newPerson(server.url);
      await letShare(person, place);
      return person;
    },
    requestsOf: (session: string) =>
      server.requests.filter(({ headers }) => headers['x-claude-code-session-id'] === session),
    log: async () =>
      JSON.parse((await massgen(['context', 'log', 'team', ...place, '--json'])).stdout),
  };
}

const times = (words: string, texts: readonly string[]) => texts.join('\n').split(words).length - 1;

describe.skipIf(!hasClaudeCode)('people with the real Claude Code', () => {
  it('tell each other what they find, once, quoted, behind what was cached', async () => {
    const { newMember, requestsOf } = await openTeam();
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
  });

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
});
