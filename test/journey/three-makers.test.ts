import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startChatServer } from '../support/chat-server/chat-server.ts';
import { folder, massgen } from '../support/command.ts';
import { TEST_KEY } from '../support/maker-server/maker-server.ts';
import { sensible, wordsIn } from '../support/scripted-model.ts';

const QUESTION = 'Which data structure suits an LRU cache, and why?';

async function threeMakers() {
  const grok = await startChatServer({
    mode: 'grok',
    respond: sensible({ answer: 'A list.', votesFor: 'agent2' }),
  });
  const glm = await startChatServer({
    mode: 'glm',
    respond: sensible({
      answer: 'A hash map and a doubly linked list.',
      votesFor: 'agent2',
      presents: 'A hash map with a doubly linked list: both steps take constant time.',
    }),
  });
  const lmstudio = await startChatServer({
    mode: 'lmstudio',
    models: ['qwen3-4b'],
    respond: sensible({ answer: 'A tree.', votesFor: 'agent1' }),
  });
  const config = join(folder(), 'team.yaml');
  writeFileSync(
    config,
    `agents:
  - { id: swift, backend: { type: grok, model: grok-4.7 }, system_message: "You are terse." }
  - { id: exact, backend: { type: zai, model: glm-5.3, base_url: "${glm.url}", temperature: 0.7 } }
  - { id: local, backend: { type: lmstudio } }
ui: { display_type: rich_terminal, logging_enabled: true }
`,
  );
  const env = {
    XAI_API_KEY: TEST_KEY,
    XAI_BASE_URL: grok.url,
    ZAI_API_KEY: TEST_KEY,
    LMSTUDIO_BASE_URL: lmstudio.url,
  };
  const close = async () => {
    await Promise.all([grok, glm, lmstudio].map((server) => server.close()));
  };
  return { grok, glm, lmstudio, config, env, [Symbol.asyncDispose]: close };
}

it('three makers answer, see one another, vote, and the winner presents', async () => {
  await using team = await threeMakers();
  const data = folder();
  const asked = await massgen(
    [QUESTION, '--config', team.config, '--data', data, '--json'],
    team.env,
  );
  expect(asked).toMatchObject({ code: 0 });
  const result = JSON.parse(asked.stdout);
  expect(result).toMatchObject({
    status: 'completed',
    winner: 'exact',
    votes: { exact: 2, swift: 1 },
    answer: 'A hash map with a doubly linked list: both steps take constant time.',
    rounds: 2,
    calls: 7,
  });
  expect(result.agents).toMatchObject([
    { id: 'swift', backend: 'grok', model: 'grok-4.7', status: 'voted', vote: 'exact' },
    { id: 'exact', backend: 'zai', model: 'glm-5.3', status: 'voted', vote: 'exact' },
    { id: 'local', backend: 'lmstudio', model: 'qwen3-4b', status: 'voted', vote: 'swift' },
  ]);

  const [, second] = team.lmstudio.requests.map(wordsIn);
  expect(second).toContain('A hash map and a doubly linked list.');
  expect(second).toContain('A list.');
  expect(second).not.toContain('swift');
  for (const server of [team.grok, team.glm, team.lmstudio])
    expect(server.requests.filter(({ refused }) => refused)).toEqual([]);
  expect(team.glm.requests[0]?.body).toMatchObject({ temperature: 0.7, model: 'glm-5.3' });
  expect(team.grok.requests[0]?.body.messages[0].content).toContain('You are terse.');

  const log = await massgen(['context', 'log', result.sessionId, '--data', data, '--json']);
  const { head, commits } = JSON.parse(log.stdout);
  expect(head).toBe(result.context.version);
  expect(commits.at(-1).hash).toBe(result.context.hash);
  const expected = `${head}:${result.context.hash}`;
  const verified = await massgen([
    'context',
    'verify',
    result.sessionId,
    '--expect',
    expected,
    '--data',
    data,
    '--json',
  ]);
  expect(JSON.parse(verified.stdout)).toEqual({ ok: true, checked: head, firstBad: null });
});

it('what an agent was told before is the beginning of what it is told next, byte for byte', async () => {
  await using team = await threeMakers();
  await massgen([QUESTION, '--config', team.config, '--data', folder(), '--json'], team.env);
  for (const { requests } of [team.grok, team.glm, team.lmstudio]) {
    const [first, second] = requests;
    const before = first?.body.messages;
    expect(second?.body.messages.slice(0, before.length)).toEqual(before);
    expect(second?.body.tools).toEqual(first?.body.tools);
  }
});

it('into a pipe goes the answer and nothing else', async () => {
  await using team = await threeMakers();
  const { code, stdout } = await massgen(
    [QUESTION, '--config', team.config, '--data', folder()],
    team.env,
  );
  expect(code).toBe(0);
  expect(stdout).toBe('A hash map with a doubly linked list: both steps take constant time.\n');
});

it('events come one to a line, after what they tell of was committed, and the result last', async () => {
  await using team = await threeMakers();
  const data = folder();
  const { stdout } = await massgen(
    [QUESTION, '--config', team.config, '--data', data, '--events'],
    team.env,
  );
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const result = lines.pop();
  const types = lines.map(({ type }) => type);
  expect(types.slice(0, 3)).toEqual(['context.committed', 'run.started', 'context.committed']);
  expect(types.at(-1)).toBe('run.finished');
  expect(types.filter((type) => type === 'agent.answer')).toHaveLength(3);
  expect(types.filter((type) => type === 'agent.vote')).toHaveLength(3);
  expect(types).toContain('agent.delta');
  const versions = lines.filter(({ type }) => type === 'context.committed').map((e) => e.version);
  expect(versions).toEqual(Array.from({ length: result.context.version }, (_, at) => at + 1));
  for (const event of lines.filter(({ type }) => /^agent\.(answer|vote)$/.test(type)))
    expect(versions).toContain(event.version);
});

it('a second turn knows the first', async () => {
  await using team = await threeMakers();
  const data = folder();
  const flags = ['--config', team.config, '--data', data, '--json'];
  const first = JSON.parse(
    (await massgen([QUESTION, ...flags, '--session', 'caches'], team.env)).stdout,
  );
  const second = JSON.parse(
    (await massgen(['And in C?', ...flags, '--continue'], team.env)).stdout,
  );
  expect(first).toMatchObject({ sessionId: 'caches', turn: 1 });
  expect(second).toMatchObject({ sessionId: 'caches', turn: 2 });
  const heard = wordsIn(team.grok.requests.at(-1) as never);
  expect(heard).toContain(QUESTION);
  expect(heard).toContain('both steps take constant time');
  expect(heard).toContain('And in C?');
});
