import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { mainBranch } from '../../lib/core/context/address.ts';
import { createContextLog } from '../../lib/core/context/context-log.ts';
import { toUuid } from '../../lib/dialects/claude-code/to-uuid.ts';
import { createMassGen } from '../../lib/local/massgen.ts';
import { openPlace } from '../../lib/local/place.ts';
import { randomIds, systemClock } from '../../lib/runtime/system.ts';
import { claudeCodeFolder, hasClaudeCode, newFolder } from '../support/claude-code.ts';
import { type Seen, TEST_KEY } from '../support/maker-server/maker-server.ts';
import { newAnswer, type ScriptedReply, vote } from '../support/maker-server/scripted-reply.ts';
import { redactor } from '../support/memory-log.ts';
import { startClaudeCodeServer } from '../support/messages-server/claude-code-server.ts';

const lookup = (name: string) =>
  name === 'MASSGEN_CLAUDE_CODE_DIR' ? claudeCodeFolder : undefined;
const nothing = () => undefined;

/** Looks around, answers, then votes for itself, and presents. */
function works({ raw }: Seen): ScriptedReply {
  if (raw.includes('give the final answer')) return { text: 'The final answer.' };
  if (raw.includes('"name":"mcp__massgen__new_answer","input"')) return vote('agent1');
  if (raw.includes('"name":"Bash","input"')) return newAnswer('A hash map and a list.');
  return { calls: [{ name: 'Bash', arguments: { command: 'echo around', description: 'looks' } }] };
}

beforeAll(() => {
  vi.stubEnv('CLAUDE_CONFIG_DIR', newFolder());
});
afterAll(() => vi.unstubAllEnvs());

describe.skipIf(!hasClaudeCode)('Claude Code in a team', { timeout: 180_000 }, () => {
  it('goes through a run in one session, and shares what it does as it does it', async () => {
    await using server = await startClaudeCodeServer({ respond: works });
    const data = newFolder();
    const massgen = await createMassGen({ data, lookup });
    const backend = {
      type: 'claude_code',
      model: 'claude-opus-5-5',
      base_url: server.url,
      api_key: TEST_KEY,
      workspace: 'scratch',
    };
    const result = await massgen.ask('Which structure suits an LRU cache?', {
      session: 's',
      config: {
        agents: [
          { id: 'coder', backend },
          {
            id: 'mate',
            backend: { type: 'rehearsal', script: [{ answer: 'A list.' }, { vote: 'coder' }] },
          },
        ],
        orchestrator: { context: { sharing: 'transcript' } },
      },
    });
    massgen.close();
    expect(result).toMatchObject({ status: 'completed', answer: 'The final answer.' });
    expect(server.requests.flatMap(({ refused }) => refused ?? [])).toEqual([]);

    const { table, close } = await openPlace(data, nothing, nothing);
    const log = createContextLog({ table, clock: systemClock, ids: randomIds, redactor });
    const { commits } = await log.history(mainBranch('local', 's'));
    const did = commits.filter(({ cause }) => cause?.step === 'did');
    expect(JSON.stringify(did)).toContain('echo around');
    const session = toUuid(JSON.stringify(['local', 's', 'coder']));
    const epochs: unknown[] = [];
    for await (const { body } of table.list(`local/claude-sessions/${session}`))
      if (JSON.stringify(body).startsWith('{"kind":"epoch"'))
        epochs.push((body as { afresh: boolean }).afresh);
    close();
    expect(epochs).toEqual([true, false, false]);
  });
});
