import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folder, massgen } from '../support/command.ts';

it('an agent of a team that asked to be called says what it has to say about a person’s note', async () => {
  const data = folder();
  const written = (name: string, content: object) => {
    const file = join(data, name);
    writeFileSync(file, JSON.stringify(content));
    return file;
  };
  const config = written('team.json', {
    agents: [
      {
        id: 'critic',
        backend: {
          type: 'rehearsal',
          script: [{ answer: 'A.' }, { vote: 'critic' }, { text: 'The final answer.' }],
        },
      },
      {
        id: 'clerk',
        backend: { type: 'rehearsal', script: [{ text: 'Filed.' }, { vote: 'critic' }] },
      },
    ],
    orchestrator: {
      context: {
        subscriptions: [{ agent: 'clerk', kinds: ['note'], authors: ['user'], then: 'act' }],
      },
    },
  });
  const note = written('note.json', {
    operations: [{ op: 'put', item: 'limits', kind: 'note', body: 'Memory is scarce.' }],
  });
  const run = (...args: readonly string[]) => massgen([...args, '--data', data, '--json']);
  expect(await run('Why?', '--config', config, '--session', 's')).toMatchObject({ code: 0 });
  expect(await run('context', 'commit', 's', '--file', note)).toMatchObject({ code: 0 });
  const { items } = JSON.parse((await run('context', 'show', 's')).stdout);
  const said = items.filter(({ id }: { id: string }) => id.endsWith('/said'));
  expect(said).toMatchObject([{ kind: 'note', author: { agent: 'clerk' }, body: 'Filed.' }]);
});
