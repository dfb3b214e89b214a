import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createMassGen } from '../../lib/local/massgen.ts';
import { startChatServer } from '../support/chat-server/chat-server.ts';
import { claudeCodeFolder, hasClaudeCode, newFolder } from '../support/claude-code.ts';
import { startGeminiServer } from '../support/gemini-server/gemini-server.ts';
import { type MakerServer, TEST_KEY } from '../support/maker-server/maker-server.ts';
import { startClaudeCodeServer } from '../support/messages-server/claude-code-server.ts';
import { startMessagesServer } from '../support/messages-server/messages-server.ts';
import { ownClaudeCode } from '../support/own-claude-code.ts';
import { startResponsesServer } from '../support/responses-server/responses-server.ts';
import { sensible } from '../support/scripted-model.ts';

const FOLDER = '../shared/data/massgen-v0.0.8-configs';
const present = existsSync(FOLDER);
const files = present ? readdirSync(FOLDER).filter((name) => name.endsWith('.yaml')) : [];

const respond = sensible({ answer: 'A hash map and a list.', votesFor: 'agent1' });
const servers: Record<string, MakerServer> = {};

ownClaudeCode();

beforeAll(async () => {
  servers['openai'] = await startResponsesServer({ respond });
  servers['claude'] = await startMessagesServer({ respond });
  servers['claude_code'] = await startClaudeCodeServer({ respond });
  servers['gemini'] = await startGeminiServer({ respond });
  servers['grok'] = await startResponsesServer({ respond, mode: 'grok' });
  servers['zai'] = await startChatServer({ respond, mode: 'glm' });
  servers['lmstudio'] = await startChatServer({ respond, mode: 'lmstudio' });
  servers['chatcompletion'] = await startChatServer({ respond, mode: 'common' });
});
afterAll(() => Promise.all(Object.values(servers).map((server) => server.close())));

interface AgentConfig {
  readonly backend: { readonly type: string; readonly cwd?: string };
}

/** The file as it is, with every backend moved to the server of its kind here. */
function movedHere(file: string) {
  const config = parse(readFileSync(join(FOLDER, file), 'utf8'));
  const moved = ({ backend, ...agent }: AgentConfig) => ({
    ...agent,
    backend: {
      ...backend,
      base_url: servers[backend.type]?.url,
      api_key: TEST_KEY,
      ...(backend.cwd !== undefined && { cwd: join(newFolder(), backend.cwd) }),
    },
  });
  const { agent, agents, ...rest } = config;
  return {
    ...rest,
    ...(agent && { agent: moved(agent) }),
    ...(agents && { agents: agents.map(moved) }),
  };
}

const needsClaudeCode = (file: string) =>
  /^[^#]*type: "?claude_code/m.test(readFileSync(join(FOLDER, file), 'utf8'));

const settings: Readonly<Record<string, string>> = { MASSGEN_CLAUDE_CODE_DIR: claudeCodeFolder };
const lookup = (name: string) => settings[name];

describe('the configurations of MassGen v0.0.8', () => {
  it('are there, all 28', ({ skip }) => {
    if (!present) skip(`${FOLDER} is not here: the files belong to MassGen and are not copied`);
    expect(files).toHaveLength(28);
  });

  for (const file of files)
    it(`${file} answers a question, and every maker takes what it is sent`, async ({ skip }) => {
      if (needsClaudeCode(file) && !hasClaudeCode) skip('Claude Code is not installed here');
      const before = Object.values(servers).map(({ requests }) => requests.length);
      const massgen = await createMassGen({ data: ':memory:', lookup });
      try {
        const result = await massgen.ask('Which data structure suits an LRU cache?', {
          config: movedHere(file),
        });
        const refused = Object.values(servers).flatMap(({ requests }, at) =>
          requests.slice(before[at]).flatMap((seen) => (seen.refused ? [seen.refused] : [])),
        );
        expect(refused).toEqual([]);
        expect(result).toMatchObject({ status: 'completed', answer: 'The final answer.' });
      } finally {
        massgen.close();
      }
    });
});
