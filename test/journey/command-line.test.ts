import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folder, massgen } from '../support/command.ts';

const errorOf = ({ stdout }: { readonly stdout: string }) => JSON.parse(stdout).error;

it('with no key and no server the rehearsal team answers, and says what it is', async () => {
  const { code, stdout, stderr } = await massgen(['Why?', '--data', folder()]);
  expect(code).toBe(0);
  expect(stdout).toContain('no model was called');
  expect(stderr).toContain('rehearse');
});

it.each([
  [['sesion', 'list'], 'massgen session'],
  [['config', 'validat', 'x'], 'validate'],
  [['Why?', '--preset', 'rehersal'], 'rehearsal'],
  [['Why?', '--sesion', 'x'], '--session'],
])('%j is met with the nearest right word', async (args, meant) => {
  const { code, stdout, stderr } = await massgen(args);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^error: .+\nhint: .+\n$/);
  expect(stderr).toContain(meant);
});

it.each([
  [['Why?', '--backend', 'grok', '--model', 'grok-4.7'], 'config.keyMissing'],
  [['Why?', '--config', 'nowhere.yaml'], 'config.notFound'],
  [['Why?', '--config', 'a', '--preset', 'rehearsal'], 'usage.invalid'],
  [['Why?', '--model', 'm'], 'usage.invalid'],
  [['Why?', '--session', '../x'], 'session.invalidId'],
  [['   '], 'usage.invalid'],
  [['Why?', '--orchestrator-timeout', 'soon'], 'usage.invalid'],
  [['session', 'show', 'nobody'], 'session.unknown'],
  [['session', 'resume', 'run_none'], 'run.unknown'],
  [['context', 'log', 'nothing'], 'context.unknown'],
])('%j --json answers with one document and exit code 1', async (args, code) => {
  const ended = await massgen([...args, '--data', folder(), '--json']);
  expect(ended.code).toBe(1);
  expect(errorOf(ended)).toEqual({
    code,
    message: expect.stringMatching(/\S/),
    hint: expect.stringMatching(/\S/),
    facts: expect.any(Object),
  });
});

it('a stack trace is shown only when it is asked for', async () => {
  const quiet = await massgen(['context', 'log', 'nothing', '--data', folder()]);
  expect(quiet.stderr).not.toContain('    at ');
  const debug = await massgen([
    'context',
    'log',
    'nothing',
    '--data',
    folder(),
    '--verbosity',
    'debug',
  ]);
  expect(debug.stderr).toContain('    at ');
});

it('a run that nobody answered exits with 2 and says why; out of time, with 3', async () => {
  const config = join(folder(), 'team.json');
  const backend = { type: 'rehearsal', script: [{ error: 'backend.refused' }] };
  writeFileSync(config, JSON.stringify({ agents: [{ id: 'a', backend }] }));
  const failed = await massgen(['Why?', '--config', config, '--data', folder(), '--json']);
  expect(failed.code).toBe(2);
  expect(JSON.parse(failed.stdout)).toMatchObject({
    status: 'failed',
    answer: null,
    agents: [{ status: 'dropped', fault: { code: 'backend.refused' } }],
  });

  const late = { type: 'rehearsal', script: [{ answer: 'x', delay_ms: 60_000 }] };
  writeFileSync(config, JSON.stringify({ agents: [{ id: 'a', backend: late }] }));
  const flags = ['--config', config, '--data', folder(), '--orchestrator-timeout', '1'];
  const timedOut = await massgen(['Why?', ...flags, '--json']);
  expect(timedOut.code).toBe(3);
  expect(JSON.parse(timedOut.stdout)).toMatchObject({ status: 'timeout', answer: null });
});

it('a commit from a file, again, on an old base, and with other content under its id', async () => {
  const data = folder();
  const file = join(folder(), 'commit.json');
  const write = (x: number, id?: string) =>
    writeFileSync(
      file,
      JSON.stringify({ id, operations: [{ op: 'put', item: 'n', kind: 'note', body: { x } }] }),
    );
  const commit = (...more: string[]) =>
    massgen(['context', 'commit', 'notes', '--file', file, '--data', data, '--json', ...more]);
  write(1, 'mine');
  expect(JSON.parse((await commit()).stdout)).toMatchObject({ version: 1, repeated: false });
  expect(JSON.parse((await commit()).stdout)).toMatchObject({ version: 1, repeated: true });
  write(2);
  const conflict = await commit('--base', '0');
  expect(conflict.code).toBe(2);
  expect(JSON.parse(conflict.stdout)).toMatchObject({
    kind: 'conflict',
    conflicts: [{ item: 'n', ours: { x: 2 }, theirs: { x: 1 }, base: null }],
  });
  write(2, 'mine');
  expect(errorOf(await commit())).toMatchObject({ code: 'context.idReused' });
  write(3);
  expect(errorOf(await commit('--base', '7'))).toMatchObject({ code: 'context.unknownVersion' });
  const log = await massgen(['context', 'log', 'notes', '--data', data, '--json']);
  expect(JSON.parse(log.stdout)).toMatchObject({ head: 1, commits: [{ version: 1, id: 'mine' }] });
});

it('a reader that closes the pipe early is not met with a stack trace', async () => {
  const main = join(import.meta.dirname, '../../dist/main.js');
  const child = spawn(process.execPath, [main, 'config', 'schema'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.destroy();
  const errors: Buffer[] = [];
  child.stderr.on('data', (piece: Buffer) => errors.push(piece));
  await once(child, 'close');
  expect(Buffer.concat(errors).toString()).toBe('');
});
