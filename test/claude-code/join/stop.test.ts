import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { Hold } from '../../../lib/claude-code/join/hold.ts';
import { createMassGen } from '../../../lib/local/massgen.ts';
import { prompt } from '../../dialects/claude-code/_session.ts';
import { folder } from '../../support/command.ts';
import { openProject, startKeeper } from './_spool.ts';

const PATIENCE = { timeout: 60_000, interval: 20 };
const AT_END = { stop_hook_active: false };

/** Two sessions of one project, `a` and `b`, and somebody who writes notes. */
async function openTeam(hold: Hold = 'written') {
  const massgen = await createMassGen({ data: folder() });
  onTestFinished(() => massgen.close());
  await massgen.context.create('team');
  const project = openProject();
  const { stop } = startKeeper(project, massgen.context, { hold });
  onTestFinished(stop);
  for (const session of ['a', 'b']) await project.hook('SessionStart', session);
  const news = join(project.folder, 'sessions/a/news');
  const lies = (words: string) =>
    vi.waitFor(() => expect(readFileSync(news, 'utf8')).toContain(words), PATIENCE);
  return {
    project,
    lies,
    /** Resolves once it lies ready for `a`. */
    note: async (words: string) => {
      const operations = [{ op: 'put', item: `note/${words}`, kind: 'note', body: words }];
      await massgen.context.commit('team', { author: { agent: 'reviewer' }, operations });
      await lies(words);
    },
    isLying: () => existsSync(news),
  };
}

it('a session that stops is told what was written for it meanwhile, once, and how to go on', async () => {
  const { project, note } = await openTeam();
  await note('fact');
  const told = await project.hook('Stop', 'a', AT_END);
  expect(told).toMatch(/^\[massgen team main@1\] [\s\S]*\nfact\n>>> end of .*\n\nYou had ended/);
  expect(told).toMatch(/say so in one sentence\.$/);
  expect(await project.hook('Stop', 'a', AT_END)).toBeUndefined();
  expect(await project.hook('UserPromptSubmit', 'a')).toBeUndefined();
});

it('one that was held up is not held up again, whatever lies ready', async () => {
  const { project, note, isLying } = await openTeam('all');
  for (const words of ['one', 'two', 'three']) {
    await note(words);
    for (const active of [true, 'false', null, undefined, 0])
      expect(await project.hook('Stop', 'a', { stop_hook_active: active })).toBeUndefined();
    expect(isLying()).toBe(true);
  }
});

it('what was only said in a conversation waits for the next prompt', async () => {
  const { project, lies } = await openTeam();
  project.write('b', prompt('u1', null, 'Which port?'));
  await lies('Which port?');
  expect(await project.hook('Stop', 'a', AT_END)).toBeUndefined();
  expect(await project.hook('UserPromptSubmit', 'a')).toContain('Which port?');
});

it('where no person attends, the last reply is the result, and stays it', async () => {
  const { project, note } = await openTeam();
  await note('fact');
  expect(await project.hook('Stop', 'a', AT_END, '0')).toBeUndefined();
  expect(await project.hook('UserPromptSubmit', 'a', {}, '0')).toContain('fact');
});

it('who chose to hear all hears it in every session, and conversations as well', async () => {
  const { project, lies } = await openTeam('all');
  project.write('b', prompt('u1', null, 'Which port?'));
  await lies('Which port?');
  const told = await project.hook('Stop', 'a', AT_END, '0');
  expect(told).toMatch(/Which port\?[\s\S]*give your last reply again/);
});

it('who chose to hear nothing is told at the next prompt', async () => {
  const { project, note } = await openTeam('nothing');
  await note('fact');
  expect(await project.hook('Stop', 'a', AT_END)).toBeUndefined();
  expect(await project.hook('UserPromptSubmit', 'a')).toContain('fact');
});

it('a subagent, a failure and a stop that is none are told nothing', async () => {
  const { project, note, isLying } = await openTeam('all');
  await note('fact');
  for (const [event, more] of [
    ['Stop', { ...AT_END, agent_id: 'x' }],
    ['SubagentStop', AT_END],
    ['StopFailure', AT_END],
    ['stop', AT_END],
    ['Stop', { stop_hook_active: { valueOf: false } }],
  ] as const)
    expect(await project.hook(event, 'a', more)).toBeUndefined();
  expect(isLying()).toBe(true);
  expect(existsSync(join(project.folder, 'log'))).toBe(false);
});

it('of hooks side by side one tells it, and nothing goes wrong where nothing lies', async () => {
  const { project, note } = await openTeam();
  await note('fact');
  const told = await Promise.all([1, 2, 3, 4].map(() => project.hook('Stop', 'a', AT_END)));
  expect(told.filter((one) => one !== undefined)).toHaveLength(1);
  expect(await project.hook('Stop', 'never-heard-of', AT_END)).toBeUndefined();
  expect(existsSync(join(project.folder, 'log'))).toBe(false);
});
