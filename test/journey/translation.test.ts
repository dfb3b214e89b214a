import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folder, massgen } from '../support/command.ts';

const transcript = [
  {
    type: 'user',
    uuid: '1',
    parentUuid: null,
    message: { role: 'user', content: 'Which database?' },
  },
  {
    type: 'assistant',
    uuid: '2',
    parentUuid: '1',
    message: {
      id: 'msg_1',
      role: 'assistant',
      model: 'claude-opus-5-5',
      content: [{ type: 'tool_use', id: 'toolu_1', name: 'Read', input: { path: 'a.ts' } }],
    },
  },
  {
    type: 'user',
    uuid: '3',
    parentUuid: '2',
    message: {
      role: 'user',
      content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'It uses SQLite.' }],
    },
  },
].map((line) => JSON.stringify({ sessionId: 's', isSidechain: false, ...line }));

it('a Claude Code transcript becomes a context that every other maker reads', async () => {
  const data = folder();
  const file = join(folder(), 'session.jsonl');
  writeFileSync(file, `${transcript.join('\n')}\n`);
  const extract = () =>
    massgen(['context', 'extract', file, '--into', 'work', '--data', data, '--json']);
  const first = JSON.parse((await extract()).stdout);
  expect(first).toMatchObject({ context: 'work', version: 1 });
  expect(first.messages.map(({ role }: { role: string }) => role)).toEqual([
    'user',
    'assistant',
    'tool',
  ]);
  expect(JSON.parse((await extract()).stdout).version).toBe(1);

  for (const [dialect, field] of [
    ['gemini', 'contents'],
    ['openai-chat', 'messages'],
    ['openai-responses', 'input'],
    ['anthropic-messages', 'messages'],
  ] as const) {
    const rendered = await massgen([
      'context',
      'render',
      'work',
      '--to',
      dialect,
      '--data',
      data,
      '--json',
    ]);
    const { request, losses, tokens } = JSON.parse(rendered.stdout);
    expect(JSON.stringify(request[field])).toContain('It uses SQLite.');
    expect(Array.isArray(losses)).toBe(true);
    expect(tokens).toBeGreaterThan(10);
  }
  const back = await massgen([
    'context',
    'render',
    'work',
    '--to',
    'claude-code',
    '--data',
    data,
    '--json',
  ]);
  expect(JSON.parse(back.stdout).request.lines).toEqual(transcript);
});

it('what cannot be read or written is said in a sentence', async () => {
  const file = join(folder(), 'odd.txt');
  writeFileSync(file, 'no conversation at all');
  const data = folder();
  expect(await massgen(['context', 'extract', file, '--data', data])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('in no dialect that is known'),
  });
  await massgen(['context', 'create', 'work', '--data', data]);
  for (const [to, sentence] of [
    ['codex', 'a dialect that is read, and never written'],
    ['latin', 'There is no dialect "latin"'],
  ] as const)
    expect(await massgen(['context', 'render', 'work', '--to', to, '--data', data])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(sentence),
    });
});
