import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { prompt, reply, text } from '../dialects/claude-code/_session.ts';
import { folder, massgen } from '../support/command.ts';

const lines = [
  prompt('u1', null, 'Which database?'),
  reply('a1', 'u1', text('SQLite: it needs no server.')),
];

it('a session is shared by its id, once however often it is pushed, and what came since is added', async () => {
  const data = folder();
  const config = folder();
  const project = join(config, 'projects', '-work');
  mkdirSync(join(project, 'abc-1', 'subagents'), { recursive: true });
  const file = join(project, 'abc-1.jsonl');
  writeFileSync(file, `${lines.join('\n')}\n`);
  const push = async (what = 'abc-1') =>
    JSON.parse(
      (
        await massgen(
          ['claude-code', 'push', what, '--context', 'team', '--data', data, '--json'],
          { CLAUDE_CONFIG_DIR: config },
        )
      ).stdout,
    );
  expect(await push()).toMatchObject({ session: 'abc-1', context: 'team', commits: 2, version: 2 });
  expect(await push()).toMatchObject({ commits: 0, version: 2 });
  writeFileSync(file, `${[...lines, prompt('u2', 'a1', 'Sure?')].join('\n')}\n`);
  const side = prompt('s1', null, 'Look.', { isSidechain: true, agentId: 'x' });
  writeFileSync(join(project, 'abc-1', 'subagents', 'agent-x.jsonl'), `${side}\n`);
  expect(await push(file)).toMatchObject({ commits: 2, version: 4 });
  expect(await push('no-such')).toMatchObject({ error: { code: 'joining.unknownSession' } });
});
