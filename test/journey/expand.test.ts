import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { environment } from '../../lib/config/environment.ts';
import { READ_CONTEXT } from '../../lib/core/agent/reading-tool.ts';
import { createMassGen } from '../../lib/local/massgen.ts';
import { claudeCodeFolder, hasClaudeCode, newFolder } from '../support/claude-code.ts';
import { folder, MAIN, NOTHING_FOUND } from '../support/command.ts';
import { type Seen, TEST_KEY } from '../support/maker-server/maker-server.ts';
import type { ScriptedReply } from '../support/maker-server/scripted-reply.ts';
import { type TestMaker, testMakers } from '../support/makers.ts';
import { startClaudeCodeServer } from '../support/messages-server/claude-code-server.ts';
import { ownClaudeCode } from '../support/own-claude-code.ts';
import { sensible } from '../support/scripted-model.ts';

const page = readFileSync('docs/context-sharing.md', 'utf8');
const [, section = ''] = /### Whole again\n(.*?)\n### /s.exec(page) ?? [];
const [, team = ''] = /```yaml\n(.*?)```/s.exec(section) ?? [];
const [, commands = ''] = /```sh\n(.*?)```/s.exec(section) ?? [];

const plan = `We begin. ${'Then there is one more step. '.repeat(60)}We are done.`;
/** Either may be read whole, and there is room to be shown neither of them so. */
const operations = ['plan', 'other'].map((item) => {
  return { op: 'put', item, kind: 'note', body: item === 'plan' ? plan : `${item}: ${plan}` };
});

it('the example of the page does what it says', async () => {
  const { status, stdout, stderr } = await shell(commands);
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.not.stringContaining('error:') });
  expect(stdout).toContain('The plan holds.');
  expect(stderr).toContain('0 of 2 items whole');
  expect(stdout.split(plan)).toHaveLength(2);
});

function shell(script: string) {
  const cwd = folder();
  writeFileSync(join(cwd, 'team.yaml'), team);
  writeFileSync(join(cwd, 'plan.json'), JSON.stringify({ operations }));
  const env = { PATH: environment.lookup('PATH') ?? '', HOME: cwd, ...NOTHING_FOUND };
  const massgen = `massgen() { "${process.execPath}" "${MAIN}" "$@"; }\n`;
  return new Promise<{ status: number; stdout: string; stderr: string }>((resolve) => {
    execFile('sh', ['-eu', '-c', massgen + script], { cwd, env }, (error, stdout, stderr) =>
      resolve({ status: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

/** A model that reads the plan as soon as it may, once, and then does what is sensible. */
function reads(): (request: Seen) => ScriptedReply {
  let hasRead = false;
  return (request) => {
    if (hasRead || !toolsIn(request).includes(READ_CONTEXT))
      return sensible({ answer: 'It holds.', votesFor: 'agent1' })(request);
    hasRead = true;
    return { calls: [{ name: READ_CONTEXT, arguments: { items: ['plan'] } }] };
  };
}

const toolsIn = ({ body }: Seen) => JSON.stringify(body.tools ?? []);

/** A run of one agent that is shown a plan in short, and of it at most so many tokens. */
async function planned(
  backend: Omit<TestMaker, 'name' | 'start'>,
  url: string,
  lookup: (name: string) => string | undefined = () => undefined,
) {
  const massgen = await createMassGen({ data: newFolder(), lookup });
  onTestFinished(() => massgen.close());
  await massgen.context.commit('plans', { operations });
  const { options = {}, type, model } = backend;
  const result = await massgen.ask('Does the plan hold?', {
    session: 'plans',
    config: {
      agents: [
        { id: 'reader', backend: { type, model, base_url: url, api_key: TEST_KEY, ...options } },
      ],
      orchestrator: {
        context: {
          sharing: 'transcript',
          token_budget: 600,
          subscriptions: [{ kinds: ['note'] }],
        },
      },
    },
  });
  const { items } = await massgen.context.show('plans');
  const read = items.filter(({ kind, body }) => kind !== 'note' && says(body, 'tool_result'));
  return { ...result, sight: read.filter(({ body }) => says(body, plan)).map(sightOf) };
}

const says = (body: unknown, words: string) => JSON.stringify(body).includes(words);
const sightOf = ({ visibility }: { readonly visibility: unknown }) => visibility;

const holdsPlan = ({ raw }: Seen) => raw.includes(plan);

describe.each(testMakers)('an agent of $name', ({ start, ...backend }) => {
  it('reads whole what it is shown in short, and its tools stay as they were', async () => {
    await using server = await start({ respond: reads() });
    const result = await planned(backend, server.url);
    expect(server.requests.flatMap(({ refused }) => refused ?? [])).toEqual([]);
    expect(result).toMatchObject({
      status: 'completed',
      answer: 'The final answer.',
      sight: ['private'],
    });
    const deciding = server.requests.filter((one) => toolsIn(one).includes(READ_CONTEXT));
    expect(deciding.map(holdsPlan).slice(0, 2)).toEqual([false, true]);
    expect(new Set(deciding.map(toolsIn)).size).toBe(1);
  });
});

describe.skipIf(!hasClaudeCode)('an agent of Claude Code', { timeout: 180_000 }, () => {
  ownClaudeCode();

  it('reads whole what it is shown in short in the midst of its turn', async () => {
    await using server = await startClaudeCodeServer({ respond: reads() });
    const options = { workspace: 'scratch' };
    const backend = { type: 'claude_code', model: 'claude-opus-5-5', options };
    const lookup = (name: string) =>
      name === 'MASSGEN_CLAUDE_CODE_DIR' ? claudeCodeFolder : undefined;
    const result = await planned(backend, server.url, lookup);
    expect(server.requests.flatMap(({ refused }) => refused ?? [])).toEqual([]);
    expect(result).toMatchObject({
      status: 'completed',
      answer: 'The final answer.',
      sight: ['private'],
    });
    // Its turn, in which it reads and answers, its vote, and the presentation.
    expect(result.calls).toBe(3);
    expect(server.requests.map(holdsPlan)).toEqual([false, true, true, true]);
  });
});
