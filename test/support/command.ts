import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { environment } from '../../lib/config/environment.ts';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
}

export const MAIN = join(import.meta.dirname, '../../dist/main.js');

/** Variables that would let a developer's own keys and servers into a test. */
export const NOTHING_FOUND = {
  LMSTUDIO_BASE_URL: 'http://127.0.0.1:9/v1',
  OLLAMA_BASE_URL: 'http://127.0.0.1:9/v1',
  LLAMACPP_BASE_URL: 'http://127.0.0.1:9/v1',
  NO_COLOR: '1',
};

/** Starts the command line as a process of its own, in a folder of its own. */
export function start(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Running {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: folder(),
    env: { PATH: environment.lookup('PATH'), HOME: folder(), ...NOTHING_FOUND, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end();
  const ended = Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]).then(
    ([[code], stdout, stderr]) => ({ code, stdout, stderr }),
  );
  return { process: child, ended };
}

export const massgen = (
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> => start(args, env).ended;

/** A folder that is gone after the test. */
export function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'massgen-test-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}
