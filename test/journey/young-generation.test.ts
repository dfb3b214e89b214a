import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { platform } from 'node:process';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { YOUNG_GENERATION } from '../../lib/cli/young-generation.ts';
import { folder, MAIN, start } from '../support/command.ts';

/** The options that Node was started with, once the server has said where it is. */
async function optionsOf(child: ReturnType<typeof fork>): Promise<readonly string[]> {
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  await once(child.stdout ?? process.stdin, 'data');
  const [, ...words] = readFileSync(`/proc/${child.pid}/cmdline`, 'utf8').split('\0');
  return words.slice(0, words.indexOf(MAIN));
}

const serve = (env: Readonly<Record<string, string>> = {}) =>
  optionsOf(start(['serve', '--data', folder()], env).process);

beforeEach(({ skip }) => skip(platform !== 'linux', 'only /proc says how a process was started'));

it('a server bounds its young generation, under the id that it was started with', async () => {
  expect(await serve()).toEqual([YOUNG_GENERATION]);
});

it('whoever starts a server may choose another size', async () => {
  expect(await serve({ NODE_OPTIONS: '--max-semi-space-size=4' })).toEqual([]);
});

it('a server keeps the channel to the program that started it', async () => {
  const args = ['serve', '--data', folder()];
  const child = fork(MAIN, args, { stdio: ['ignore', 'pipe', 'ignore', 'ipc'], execArgv: [] });
  expect(await optionsOf(child)).toEqual([]);
  expect(child.connected).toBe(true);
});
