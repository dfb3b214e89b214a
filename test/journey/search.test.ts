import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createMassGen } from '../../lib/local/massgen.ts';
import { folder, massgen } from '../support/command.ts';

const PATIENCE_MS = 120_000;

async function filled(items: number): Promise<string> {
  const data = folder();
  const { context, close } = await createMassGen({ data, lookup: () => undefined });
  for (let at = 0; at < items; at += 1)
    await context.commit('ctx', {
      operations: [{ op: 'put', item: `note/${at}`, kind: 'note', body: `A cache of word${at}.` }],
    });
  close();
  return data;
}

const search = (data: string, ...args: string[]) =>
  massgen(['context', 'search', '--data', data, ...args]);

it('the command prints what was found, as a document or as lines', async () => {
  const data = await filled(3);
  const { stdout, code } = await search(data, 'cache', 'word1', '--json');
  expect({ code, found: JSON.parse(stdout) }).toEqual({
    code: 0,
    found: {
      hits: [
        {
          context: 'ctx',
          item: 'note/1',
          version: 2,
          score: expect.any(Number),
          excerpt: 'A cache of word1.',
        },
      ],
    },
  });
  expect((await search(data, 'word2')).stdout).toMatch(/^context .+\nctx +note\/2 +3 .+word2\.\n$/);
  expect(JSON.parse((await search(data, '"*(', '--json')).stdout)).toEqual({ hits: [] });
  const misspelt = await search(data, 'cache', '--kind', 'mesage');
  expect(misspelt).toMatchObject({ code: 1, stdout: '' });
  expect(misspelt.stderr).toContain('Did you mean message?');
});

it(
  'processes that index one folder at once all find everything',
  async () => {
    const data = await filled(300);
    const found = await Promise.all(
      [0, 1, 2, 3].map(() => search(data, 'cache', '--limit', '500', '--json')),
    );
    for (const { code, stdout, stderr } of found) {
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(JSON.parse(stdout).hits).toHaveLength(300);
    }
  },
  PATIENCE_MS,
);

it('a broken index is one warning beside the answer', async () => {
  const data = await filled(3);
  await search(data, 'cache');
  rmSync(join(data, 'search.sqlite'));
  writeFileSync(join(data, 'search.sqlite'), 'no database\n'.repeat(500));
  const { code, stdout, stderr } = await search(data, 'word1', '--json');
  expect({ code, hits: JSON.parse(stdout).hits.length }).toEqual({ code: 0, hits: 1 });
  expect(stderr).toMatch(/^warning: The search index is made anew: .+\n$/);
});
