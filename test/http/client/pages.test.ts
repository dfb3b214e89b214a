import { expect, it } from 'vitest';
import { remoteContexts } from '../../../lib/http/client/contexts.ts';
import { randomIds, systemClock } from '../../../lib/runtime/system.ts';
import { house, TOKEN } from '../_house.ts';

/** A service that carries little in one answer, and what it was asked. */
function narrow() {
  const { app } = house({ maxAnswerBytes: 5_000 });
  const asked: string[] = [];
  const contexts = remoteContexts({
    url: 'http://service.test',
    token: TOKEN,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      if (request.method === 'GET') asked.push(new URL(request.url).search);
      return app.fetch(request);
    },
    clock: systemClock,
    ids: randomIds,
  });
  return { contexts, asked };
}

const put = (item: string, body: string) => ({
  operations: [{ op: 'put', item, kind: 'note', body }],
});

it('a context that takes many answers is read whole, and so is its log', async () => {
  const { contexts, asked } = narrow();
  const names = Array.from({ length: 40 }, (_, at) => `note/${at}`);
  for (const name of names) await contexts.commit('ctx', put(name, '"'.repeat(150)));
  const { version, items } = await contexts.show('ctx');
  expect(version).toBe(40);
  expect(items.map(({ id }) => id)).toEqual(names);
  expect(asked.length).toBeGreaterThan(10);
  const { head, commits } = await contexts.log('ctx', { after: 2 });
  expect(head).toBe(40);
  expect(commits.map((commit) => commit.version)).toEqual(names.slice(2).map((_, at) => at + 3));
  expect(asked.at(-1)).toMatch(/after=/);
});

it('an empty context is one answer', async () => {
  const { contexts, asked } = narrow();
  await contexts.create('ctx');
  expect(await contexts.show('ctx')).toEqual({ version: 0, items: [] });
  expect(await contexts.log('ctx')).toMatchObject({ head: 0, commits: [] });
  expect(asked).toHaveLength(2);
});
