import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { assembly } from './_synthesis.ts';
import { functions } from './_template.ts';

/** What the child answers: see `_runtime.ts`. */
type Answer = { readonly answer: unknown } | { readonly name: string; readonly message: string };

/** The zips of `dev`, each in a process of its own with the environment that its template gives it. */
export function createLambda(environmentOf: (name: string) => Readonly<Record<string, string>>) {
  const warm = new Map<string, ChildProcess>();
  onTestFinished(() => {
    for (const child of warm.values()) child.kill();
  });

  const start = (name: string): ChildProcess => {
    const key = `${functions().get(name)?.code['S3Key']}`.replace('.zip', '');
    const zip = join(assembly().directory, `asset.${key}`, 'index.mjs');
    return fork(join(import.meta.dirname, '_runtime.ts'), [zip], {
      cwd: assembly().directory,
      env: environmentOf(name),
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
  };

  return async (name: string, event: unknown): Promise<unknown> => {
    const child = warm.get(name) ?? start(name);
    warm.set(name, child);
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const id = `${Math.random()}`;
    const hear = (said: Answer & { readonly id: string }) => said.id === id && resolve(said);
    child.on('message', hear).once('exit', () => reject(new Error(`${name} exited`)));
    child.send({ id, event });
    const said = await promise;
    child.off('message', hear);
    if ('answer' in said) return said.answer;
    throw Object.assign(new Error(said.message), { name: said.name });
  };
}
