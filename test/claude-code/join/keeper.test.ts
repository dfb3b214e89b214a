import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createMassGen } from '../../../lib/local/massgen.ts';
import { lastPrompt, line, prompt, reply, text } from '../../dialects/claude-code/_session.ts';
import { folder } from '../../support/command.ts';
import { openProject, type Project, startKeeper } from './_spool.ts';

const PATIENCE = { timeout: 60_000, interval: 20 };

async function openContexts(data = folder()) {
  const massgen = await createMassGen({ data });
  onTestFinished(() => massgen.close());
  return massgen.context;
}

type Contexts = Awaited<ReturnType<typeof openContexts>>;

async function openTeam(data?: string) {
  const contexts = await openContexts(data);
  await contexts.create('team');
  return contexts;
}

const keeping = (project: Project, contexts: Contexts) => {
  const running = startKeeper(project, contexts);
  onTestFinished(running.stop);
  return running;
};

const note = (words: string, item = `note/${words}`) => ({
  author: { agent: 'reviewer' },
  operations: [{ op: 'put', item, kind: 'note', body: { text: words } }],
});

/** Waits until a hook of the session is told something, and gives that. */
const toldTo = (project: Project, session: string, event = 'UserPromptSubmit') =>
  vi.waitFor(async () => {
    const told = await project.hook(event, session);
    if (told === undefined) throw new Error('nothing yet');
    return told;
  }, PATIENCE);

const until = (check: () => unknown) => vi.waitFor(check, PATIENCE);

const itemsOf = async (contexts: Contexts) =>
  (await contexts.show('team')).items.map(({ id }) => id);

describe('a keeper', () => {
  it('shares what a session says while it says it, and tells another session at its next hook', async () => {
    const contexts = await openTeam();
    const project = openProject();
    keeping(project, contexts);
    await project.hook('SessionStart', 'a');
    await project.hook('SessionStart', 'b');
    project.write('a', prompt('u1', null, 'Which port?'), reply('r1', 'u1', text('Port 4711.')));
    const told = await toldTo(project, 'b');
    expect(told).toContain('Port 4711.');
    expect(told).toMatch(/^\[massgen team main@\d\] /);
    expect(await project.hook('PostToolUse', 'b')).toBeUndefined();
    expect(await project.hook('UserPromptSubmit', 'a')).toBeUndefined();
  });

  it('tells each thing once, though hooks run side by side and news goes on', async () => {
    const contexts = await openTeam();
    const project = openProject();
    keeping(project, contexts);
    await project.hook('SessionStart', 'a');
    const told: string[] = [];
    for (let n = 0; n < 8; n += 1) {
      await contexts.commit('team', note(`fact ${n}.`));
      told.push(await toldTo(project, 'a', 'PostToolUse'));
    }
    for (let n = 0; n < 8; n += 1) expect(told.join('\n').split(`\nfact ${n}.`)).toHaveLength(2);
  });

  it('tells sessions what is new though it takes long to share what they say', async () => {
    const contexts = await openTeam();
    await contexts.commit('team', note('fact'));
    const project = openProject();
    for (const session of ['a', 'b']) {
      await project.hook('SessionStart', session);
      project.write(session, prompt(`u-${session}`, null, 'One.'));
    }
    const shared = Promise.withResolvers<never>();
    const running = startKeeper(project, { ...contexts, commit: () => shared.promise });
    onTestFinished(async () => {
      shared.reject(new Error('never'));
      await running.stop();
    });
    for (const session of ['a', 'b']) expect(await toldTo(project, session)).toContain('fact');
  });

  it('tells nothing to a subagent, which has a transcript of its own', async () => {
    const contexts = await openTeam();
    const project = openProject();
    keeping(project, contexts);
    await project.hook('SessionStart', 'a');
    await contexts.commit('team', note('fact'));
    await until(() => expect(existsSync(join(project.folder, 'sessions/a/news'))).toBe(true));
    expect(await project.hook('PostToolUse', 'a', { agent_id: 'x' })).toBeUndefined();
    expect(await project.hook('PostToolUse', 'a')).toContain('fact');
  });

  it('that was killed is followed by one that catches up, and shares nothing twice', async () => {
    const data = folder();
    const contexts = await openTeam(data);
    const project = openProject();
    const lines = [prompt('u1', null, 'One.'), reply('r1', 'u1', text('Two.'))];
    await project.hook('SessionStart', 'a');
    project.write('a', ...lines);
    const first = startKeeper(project, contexts);
    await until(async () => expect(await itemsOf(contexts)).toHaveLength(2));
    await first.stop();
    writeFileSync(join(project.folder, 'keeper'), '999999999');
    project.write('a', prompt('u2', 'r1', 'Three.'));
    keeping(project, await openContexts(data));
    await until(async () => expect(await itemsOf(contexts)).toHaveLength(3));
    expect((await contexts.log('team')).head).toBe(3);
  });

  it('stands by while another is at work, and takes over', async () => {
    const contexts = await openTeam();
    const project = openProject();
    writeFileSync(join(project.folder, 'keeper'), String(process.ppid));
    keeping(project, contexts);
    await project.hook('SessionStart', 'a');
    project.write('a', prompt('u1', null, 'One.'));
    await contexts.commit('team', note('fact'));
    expect(await project.hook('UserPromptSubmit', 'a')).toBeUndefined();
    writeFileSync(join(project.folder, 'keeper'), '999999999');
    expect(await toldTo(project, 'a')).toContain('fact');
  });

  it('tells a session that was resumed or forked only what its transcript does not show', async () => {
    const contexts = await openTeam();
    await contexts.commit('team', note('old'));
    await contexts.commit('team', note('new'));
    const project = openProject();
    const hook = { type: 'hook_additional_context', content: ['[massgen team main@1] old'] };
    project.write(
      'fork',
      prompt('u1', null, 'Go.'),
      line('h1', 'u1', { type: 'attachment', attachment: hook }),
      lastPrompt('h1'),
    );
    await project.hook('SessionStart', 'fork');
    keeping(project, contexts);
    const told = await toldTo(project, 'fork');
    expect(told).toContain('new');
    expect(told).not.toContain('note/old');
  });

  it('does not make a context anew that is gone, and goes on when it is back', async () => {
    const contexts = await openContexts();
    const project = openProject();
    keeping(project, contexts);
    await project.hook('SessionStart', 'a');
    project.write('a', prompt('u1', null, 'One.'));
    await until(() =>
      expect(readFileSync(join(project.folder, 'log'), 'utf8')).toContain('no context team'),
    );
    expect((await contexts.list()).contexts).toEqual([]);
    await contexts.create('team');
    await until(async () => expect(await itemsOf(contexts)).toHaveLength(1));
  });

  it('is done with a session that has ended once all of it is shared', async () => {
    const contexts = await openTeam();
    const project = openProject();
    await project.hook('SessionStart', 'a');
    project.write('a', prompt('u1', null, 'One.'));
    await project.hook('SessionEnd', 'a', { reason: 'other' });
    keeping(project, contexts);
    await until(() => expect(project.spool.sessions()).toEqual([]));
    expect(await itemsOf(contexts)).toEqual(['claude-code/a/u1']);
  });
});

describe('a keeper, in bad company,', () => {
  it('lets a transcript that cannot be read hinder no other', async () => {
    const contexts = await openTeam();
    const project = openProject();
    mkdirSync(project.transcriptOf('a'));
    project.write('b', 'no JSON', prompt('u1', null, 'One.'), '{"type":"user","uuid":');
    await project.hook('SessionStart', 'a');
    await project.hook('SessionStart', 'b');
    keeping(project, contexts);
    await until(async () => expect(await itemsOf(contexts)).toEqual(['claude-code/b/u1']));
    expect(readFileSync(join(project.folder, 'log'), 'utf8')).toMatch(/ a: E/);
  });

  it('outlives the folder that it keeps, and makes none anew', async () => {
    const contexts = await openTeam();
    const project = openProject();
    const running = startKeeper(project, contexts);
    await project.hook('SessionStart', 'a');
    await until(() => expect(existsSync(join(project.folder, 'keeper'))).toBe(true));
    rmSync(project.folder, { recursive: true });
    await contexts.commit('team', note('fact'));
    await running.stop();
    expect(existsSync(project.folder)).toBe(false);
  });

  it('shares two projects into one context, each with its own files', async () => {
    const contexts = await openTeam();
    for (const session of ['a', 'b']) {
      const project = openProject();
      keeping(project, contexts);
      await project.hook('SessionStart', session);
      project.write(session, prompt(`u-${session}`, null, `I am ${session}.`));
      await until(async () =>
        expect(await itemsOf(contexts)).toContain(`claude-code/${session}/u-${session}`),
      );
    }
  });
});

describe('a hook', () => {
  it('does no harm where there is no keeper, no folder and no sense', async () => {
    const project = openProject();
    expect(await project.hook('UserPromptSubmit', 'a')).toBeUndefined();
    expect(await project.hook('UserPromptSubmit', '../../etc')).toBeUndefined();
    expect(await project.hook('UserPromptSubmit', 'x'.repeat(500))).toBeUndefined();
    expect(project.spool.sessions()).toMatchObject([{ session: 'a' }]);
    writeFileSync(join(project.folder, 'sessions', 'b'), 'in the way');
    expect(await project.hook('UserPromptSubmit', 'b')).toBeUndefined();
    expect(readFileSync(join(project.folder, 'log'), 'utf8')).toMatch(/^\S+ hook: Error/);
  });
});
