import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { environment } from '../../lib/config/environment.ts';
import { served } from '../support/served.ts';

const page = readFileSync('docs/service.md', 'utf8');
const [, examples = ''] = /```sh\n(.*?)```/s.exec(page) ?? [];

const hasCurl = spawnSync('curl', ['--version']).status === 0;

it.skipIf(!hasCurl)('the examples of the page do what it says (needs curl)', async () => {
  const { url, token } = await served();
  const { status, stdout, stderr } = await shell(examples, { URL: url, TOKEN: token });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  for (const part of [
    '"status":"completed"',
    '"kind":"committed","version":1',
    '"id":"note/1"',
    '"excerpt":"Use a cache."',
    '"contents":[{"role":"user","parts":[{"text":"Why is the sky blue?"}',
    'id: 1\ndata: {"type":"context.committed"',
  ])
    expect(stdout).toContain(part);
});

function shell(script: string, env: Readonly<Record<string, string>>) {
  return new Promise<{ status: number; stdout: string; stderr: string }>((resolve) => {
    const options = { env: { PATH: environment.lookup('PATH') ?? '', ...env } };
    execFile('sh', ['-eu', '-c', script], options, (error, stdout, stderr) =>
      resolve({ status: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}
