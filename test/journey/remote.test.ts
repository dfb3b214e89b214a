import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folder, massgen, start } from '../support/command.ts';
import { served } from '../support/served.ts';

const note = { operations: [{ op: 'put', item: 'a', kind: 'note', body: 'A cache.' }] };

/** What differs between two histories that tell the same story. */
const alike = (text: string) =>
  text
    .replaceAll(/"(id|hash|parent)": ?"[^"]*"/g, '"$1": "..."')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME');

it('commands print the same with --remote, and end alike', async () => {
  const file = join(folder(), 'note.json');
  writeFileSync(file, JSON.stringify(note));
  const { url, token } = await served();
  const local = ['--data', folder()];
  for (const command of [
    ['commit', 'ctx', '--file', file],
    ['commit', 'ctx', '--file', file, '--base', '0', '--json'],
    ['log', 'ctx', '--json'],
    ['show', 'none'],
    ['watch', 'ctx', '--until', '1'],
  ]) {
    const there = await massgen(['context', ...command, '--remote', url], { MASSGEN_TOKEN: token });
    const here = await massgen(['context', ...command, ...local]);
    const told = ({ code, stdout, stderr }: typeof here) => ({ code, said: alike(stdout), stderr });
    expect([command, told(there)]).toEqual([command, told(here)]);
  }
});

it('a watch goes on where it was when the server has been started again', async () => {
  const first = await served();
  const port = new URL(first.url).port;
  const env = { MASSGEN_TOKEN: first.token };
  const note = (item: string) => ({ operations: [{ op: 'put', item, kind: 'note', body: 1 }] });
  await first.ask('POST', '/v1/contexts/ctx/commits', note('a'));
  const args = ['context', 'watch', 'ctx', '--until', '3', '--remote', first.url];
  const watching = start(args, env);
  await new Promise((resolve) => watching.process.stdout?.once('data', resolve));
  await first.end('SIGKILL');
  const second = await served(first.data, {}, ['--port', port]);
  for (const item of ['b', 'c']) await second.ask('POST', '/v1/contexts/ctx/commits', note(item));
  const { code, stdout } = await watching.ended;
  const versions = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).version);
  expect({ code, versions }).toEqual({ code: 0, versions: [1, 2, 3] });
});

it.each([
  ['no address', 'nowhere', 'a-token-of-my-own', 'usage.invalid', 1],
  ['a place where nothing is', 'http://127.0.0.1:9', 'a-token-of-my-own', 'remote.unreachable', 2],
  ['no token', 'http://127.0.0.1:9', '', 'usage.invalid', 1],
])('%s is a clear fault', async (_, url, token, code, exit) => {
  const args = ['context', 'list', '--json', '--remote', url];
  const ended = await massgen(args, { MASSGEN_TOKEN: token });
  expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code } });
  expect(ended.code).toBe(exit);
});

it('a token that does not open it is a clear fault', async () => {
  const { url } = await served();
  const args = ['context', 'list', '--json', '--remote', url];
  const ended = await massgen(args, { MASSGEN_TOKEN: 'another-token-than-that' });
  expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code: 'request.unauthorised' } });
  expect(ended.code).toBe(1);
});

it('a team is asked at a service, its run followed, its session read', async () => {
  const { url, token } = await served();
  const env = { MASSGEN_TOKEN: token };
  const there = (...args: string[]) => massgen([...args, '--remote', url], env);
  const asked = await there('ask', 'Why?', '--preset', 'rehearsal', '--session', 's', '--events');
  expect(asked.code).toBe(0);
  const [document = '{}', ...events] = asked.stdout.trim().split('\n').toReversed();
  expect(JSON.parse(document)).toMatchObject({ sessionId: 's', status: 'completed' });
  const types = events.map((line) => JSON.parse(line).type);
  expect(types.at(-1)).toBe('context.committed');
  for (const type of ['run.started', 'agent.answer', 'agent.vote', 'run.finished'])
    expect(types).toContain(type);
  const listed = await there('session', 'list', '--json');
  expect(JSON.parse(listed.stdout)).toMatchObject({ sessions: [{ id: 's', turns: 1 }] });
  expect((await there('session', 'show', 's')).stdout).toContain('Why?');
  expect(JSON.parse((await there('session', 'export', 's')).stdout)).toMatchObject({
    session: { id: 's' },
  });
});

it('what a service cannot do is a clear fault', async () => {
  const { url, token } = await served();
  for (const args of [
    ['ask', 'Why?'],
    ['ask', 'Why?', '--preset', 'rehearsal', '--system-message', 'Be brief.'],
    ['session', 'resume', 'run_1'],
    ['session', 'load', '/dev/null'],
    ['context', 'list', '--data', 'there'],
  ]) {
    const ended = await massgen([...args, '--json', '--remote', url], { MASSGEN_TOKEN: token });
    expect([args, ended.code]).toEqual([args, 1]);
    expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code: 'usage.invalid' } });
  }
});
