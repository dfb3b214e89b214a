import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { createMassGen } from '../../lib/local/massgen.ts';
import { startChatServer } from '../support/chat-server/chat-server.ts';
import { folder, massgen } from '../support/command.ts';
import { sensible, wordsIn } from '../support/scripted-model.ts';

const page = readFileSync('docs/context-sharing.md', 'utf8');
const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, yaml = '']) => yaml);

it.each(examples)('a team that shares as the page shows comes to its answer: %s', async (yaml) => {
  const { agents = [{ id: 'coder' }, { id: 'reviewer' }], ...shown } = parse(yaml);
  const script = [{ text: 'I think aloud.' }, { answer: 'Yes.' }, { vote: agents[0].id }];
  const rehearsing = agents.map(({ id }: { readonly id: string }) => ({
    id,
    backend: { type: 'rehearsal', script },
  }));
  const massgen = await createMassGen({ data: ':memory:', lookup: () => undefined });
  onTestFinished(massgen.close);
  const tags = ['decided'];
  const operations = [{ op: 'put', item: 'plan', kind: 'note', body: 'A plan.', tags }];
  await massgen.context.commit('s', { operations });
  const config = { ...shown, agents: rehearsing };
  expect(await massgen.ask('Is it so?', { session: 's', config })).toMatchObject({
    status: 'completed',
    answer: expect.any(String),
  });
});

it('a model is told what the others did and what was noted, and anybody can look at what it is shown', async () => {
  await using server = await startChatServer({
    mode: 'lmstudio',
    models: ['qwen3-4b'],
    respond: sensible({ answer: 'A tree.', votesFor: 'agent1' }),
  });
  const data = folder();
  const note = join(data, 'note.json');
  const body = 'Memory is scarce.';
  const operations = [{ op: 'put', item: 'limits', kind: 'note', body, tags: ['decided'] }];
  writeFileSync(note, JSON.stringify({ operations }));
  const config = join(data, 'team.json');
  const script = [{ text: 'I think aloud.' }, { answer: 'A list.' }, { vote: 'agent1' }];
  const context = {
    sharing: 'transcript',
    subscriptions: [{ agent: 'local' }],
  };
  writeFileSync(
    config,
    JSON.stringify({
      agents: [
        { id: 'loud', backend: { type: 'rehearsal', script } },
        { id: 'local', backend: { type: 'lmstudio' } },
      ],
      orchestrator: { context },
    }),
  );
  const env = { LMSTUDIO_BASE_URL: server.url };
  const run = (...args: readonly string[]) => massgen([...args, '--data', data, '--json'], env);
  await run('context', 'commit', 'work', '--file', note);
  const asked = await run('Which structure?', '--config', config, '--session', 'work');
  expect(asked).toMatchObject({ code: 0 });

  const told = server.requests.map(wordsIn).join('\n');
  expect(told).toMatch(/<<< note limits of user \S+\\nMemory is scarce\./);
  expect(told).toContain('I think aloud.');
  expect(told).not.toContain('loud/message');

  const seen = await run('context', 'view', 'work', '--agent', 'local', '--budget', '60');
  const { text, meter } = JSON.parse(seen.stdout);
  expect(text).toContain('Memory is scarce.');
  expect(meter).toMatchObject({ budget: 60 });
  expect(meter.left.length).toBeGreaterThan(0);
  const plain = await massgen(['context', 'view', 'work', '--data', data, '--budget', '60'], env);
  expect(plain.stderr).toMatch(/\d+ of 60 tokens.*items whole/);
});
