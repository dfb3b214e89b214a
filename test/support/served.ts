import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { type Ended, folder, start } from './command.ts';

export interface Served {
  readonly url: string;
  readonly token: string;
  readonly data: string;
  readonly ask: (method: string, path: string, body?: unknown) => Promise<Asked>;
  readonly listen: (path: string) => Promise<Response>;
  /** Ends it by a signal. */
  readonly end: (signal?: NodeJS.Signals) => Promise<Ended>;
}

interface Asked {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** `massgen serve`, as a process of its own. */
export async function served(
  data = folder(),
  env: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
): Promise<Served> {
  const { process: child, ended } = start(['serve', '--data', data, ...args], env);
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const lines = createInterface({ input: child.stdout ?? process.stdin });
  const [line] = await Promise.race([once(lines, 'line'), ended.then(({ stderr }) => [stderr])]);
  const { url, token } = JSON.parse(line);
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  return {
    url,
    token,
    data,
    ask: async (method, path, body) => {
      const text = body === undefined ? {} : { body: JSON.stringify(body) };
      const response = await fetch(`${url}${path}`, { method, headers, ...text });
      return { status: response.status, body: (await response.json()) as Asked['body'] };
    },
    listen: (path) => fetch(`${url}${path}`, { headers }),
    end: (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
  };
}
