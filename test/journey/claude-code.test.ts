import { describe, expect, it } from 'vitest';
import { mainBranch } from '../../lib/core/context/address.ts';
import { createContextLog } from '../../lib/core/context/context-log.ts';
import { readRun } from '../../lib/core/coordination/read-run.ts';
import { toUuid } from '../../lib/dialects/claude-code/to-uuid.ts';
import { createMassGen } from '../../lib/local/massgen.ts';
import { openPlace } from '../../lib/local/place.ts';
import { randomIds, systemClock } from '../../lib/runtime/system.ts';
import { claudeCodeFolder, hasClaudeCode, newFolder } from '../support/claude-code.ts';
import { type Seen, TEST_KEY } from '../support/maker-server/maker-server.ts';
import { newAnswer, type ScriptedReply, vote } from '../support/maker-server/scripted-reply.ts';
import { redactor } from '../support/memory-log.ts';
import { startClaudeCodeServer } from '../support/messages-server/claude-code-server.ts';
import { ownClaudeCode } from '../support/own-claude-code.ts';

const lookup = (name: string) =>
  name === 'MASSGEN_CLAUDE_CODE_DIR' ? claudeCodeFolder : undefined;
const nothing = () => undefined;

const calling = (name: string, args: object): ScriptedReply => ({
  text: `I use ${name}.`,
  calls: [{ name, arguments: args }],
});

/** Looks around, has a subagent write something down, answers, then votes for itself, and presents. */
function works({ raw, body }: Seen): ScriptedReply {
  const hasCalled = (name: string) => raw.includes(`"name":"${name}","input"`);
  if (JSON.stringify(body.messages[0]).includes('SUBTASK'))
    return hasCalled('Write') ? { text: 'It is written.' } : calling('Write', written(raw));
  if (raw.includes('give the final answer')) return { text: 'The final answer.' };
  if (hasCalled('mcp__massgen__new_answer')) return vote('agent1');
  if (hasCalled('Agent')) return newAnswer('A hash map and a list.');
  if (hasCalled('Bash')) return calling('Agent', subtask);
  return calling('Bash', { command: `echo around ${SECRET}`, description: 'looks' });
}

const SECRET = `ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`;

const subtask = {
  ...{ description: 'Writes', prompt: 'SUBTASK', subagent_type: 'general-purpose' },
  run_in_background: false,
};

const written = (raw: string) => ({
  file_path: `${/Primary working directory: ([^\\]+)/.exec(raw)?.[1]}/found.txt`,
  content: 'A list.\n',
});

ownClaudeCode();

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
    expect(JSON.stringify(commits)).not.toContain(SECRET);
    const puts = did.flatMap(({ operations }) => operations).filter((one) => one.op === 'put');
    const uuids = puts.flatMap(({ kind, tags = [] }) => (kind === 'message' ? [tags[2]] : []));
    expect(new Set(uuids).size).toBe(uuids.length);
    expect(new Set(puts.map(({ tags }) => tags?.[1])).size).toBe(1);
    const ofSubagent = puts.filter(({ tags = [] }) => tags[3]?.startsWith('subagent:'));
    expect(JSON.stringify(ofSubagent)).toContain('It is written.');
    expect(puts.filter(({ kind }) => kind === 'artifact')).toMatchObject([
      { item: expect.stringMatching(/^file\/.*\/found\.txt$/), body: { bytes: 8 } },
    ]);
    const run = readRun(commits, result.runId);
    const said = run.transcripts.get('coder')?.map(({ id }) => id) ?? [];
    expect(said.length).toBeGreaterThan(8);
    expect(new Set(said).size).toBe(said.length);
    const session = toUuid(JSON.stringify(['local', 's', 'coder']));
    const epochs: unknown[] = [];
    for await (const { body } of table.list(`local/claude-sessions/${session}`))
      if (JSON.stringify(body).startsWith('{"kind":"epoch"'))
        epochs.push((body as { afresh: boolean }).afresh);
    close();
    expect(epochs).toEqual([true, false, false]);
  });
});
