import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { noiseText } from '../conformance/_noise.ts';
import { mountDisk, whyNoDisk } from '../stores/_disks.ts';
import { type Ended, folder, massgen } from '../support/command.ts';

const ask = (data: string, ...more: string[]) =>
  massgen(['Why?', '--preset', 'rehearsal', '--data', data, '--session', 's', ...more]);

const verify = (data: string, session = 's') =>
  massgen(['context', 'verify', session, '--data', data, '--json']);

const database = (data: string) => join(data, 'massgen.sqlite');

function expectFailure({ code, stdout, stderr }: Ended, says: RegExp) {
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr.slice(stderr.indexOf('error:'))).toMatch(/^error: .+\nhint: .+\n$/);
  expect(stderr).toMatch(says);
}

it('a new folder is kept out of git, and one that was there is left as it is', async () => {
  const mine = folder();
  const data = join(mine, 'data');
  await ask(data);
  expect(readFileSync(join(data, '.gitignore'), 'utf8')).toBe('*\n');
  await ask(mine);
  expect(existsSync(join(mine, '.gitignore'))).toBe(false);
});

it('a folder that cannot be written is said to be so, and is whole when that is mended', async ({
  skip,
}) => {
  if (process.getuid?.() === 0) skip('root may write everywhere');
  const data = folder();
  await ask(data);
  chmodSync(data, 0o500);
  expectFailure(await ask(data), /cannot be written/);
  chmodSync(data, 0o700);
  expect(await verify(data)).toMatchObject({ code: 0 });
});

it('a disk that cannot be written is said to be so, and is as it was', async ({ skip }) => {
  const reason = whyNoDisk();
  if (reason) skip(reason);
  const disk = mountDisk(2048);
  await ask(disk.folder);
  const before = await verify(disk.folder);
  disk.makeReadOnly();
  expectFailure(await ask(disk.folder), /cannot be written/);
  disk.makeWritable();
  expect(before).toMatchObject({ code: 0 });
  expect(await verify(disk.folder)).toEqual(before);
});

it('a disk that fills up in mid-run ends the run, and what was committed goes on', async ({
  skip,
}) => {
  const reason = whyNoDisk();
  if (reason) skip(reason);
  const disk = mountDisk(1024);
  const ballast = join(disk.folder, 'ballast');
  writeFileSync(ballast, noiseText(500_000));
  const config = join(folder(), 'team.json');
  const agent = (id: string, answer: string, delay_ms: number) => ({
    id,
    backend: { type: 'rehearsal', script: [{ answer, delay_ms }, { vote: 'short' }] },
  });
  const agents = [agent('short', 'Because.', 0), agent('long', noiseText(200_000), 500)];
  writeFileSync(config, JSON.stringify({ agents }));
  const flags = ['--config', config, '--data', disk.folder, '--session', 's'];
  expectFailure(await massgen(['Why?', ...flags]), /no space left/);

  rmSync(ballast);
  expect(await verify(disk.folder)).toMatchObject({ code: 0 });
  const shown = await massgen(['session', 'show', 's', '--data', disk.folder, '--json']);
  const { run } = JSON.parse(shown.stdout);
  const resumed = await massgen(['session', 'resume', run, '--data', disk.folder, '--json']);
  expect(JSON.parse(resumed.stdout)).toMatchObject({
    status: 'completed',
    winner: 'short',
    answer: 'Because.',
  });
});

it('a folder of a newer massgen is left as it is', async () => {
  const data = folder();
  await ask(data);
  const writer = new DatabaseSync(database(data));
  writer.exec('PRAGMA user_version = 7');
  writer.close();
  const before = readFileSync(database(data));
  expectFailure(await ask(data), /newer massgen/);
  expectFailure(await massgen(['session', 'list', '--data', data]), /newer massgen/);
  expect(readFileSync(database(data)).equals(before)).toBe(true);
});

it('a file of somebody else in the place of the database is left as it is', async () => {
  const data = folder();
  writeFileSync(database(data), 'Dear diary\n');
  expectFailure(await ask(data), /not a database/);
  expect(readFileSync(database(data), 'utf8')).toBe('Dear diary\n');
});

it('a fault of the folder is one document with --json', async () => {
  const data = folder();
  writeFileSync(database(data), 'Dear diary\n');
  const { code, stdout } = await ask(data, '--json');
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'store.broken' } });
});

it('two processes ask in two sessions of one folder at once, and both are answered', async () => {
  const data = folder();
  const sessions = ['left', 'right'];
  const asked = await Promise.all(
    sessions.map((session) =>
      massgen(['Why?', '--preset', 'rehearsal', '--data', data, '--session', session, '--json']),
    ),
  );
  for (const [at, { code, stdout }] of asked.entries()) {
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'completed', sessionId: sessions[at] });
  }
  for (const session of sessions)
    expect(JSON.parse((await verify(data, session)).stdout)).toMatchObject({ ok: true });
});
