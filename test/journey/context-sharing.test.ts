import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startChatServer } from '../support/chat-server/chat-server.ts';
import { folder, massgen } from '../support/command.ts';
import { sensible, wordsIn } from '../support/scripted-model.ts';

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
