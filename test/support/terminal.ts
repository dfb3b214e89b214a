import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { environment } from '../../lib/config/environment.ts';
import { folder, MAIN, NOTHING_FOUND } from './command.ts';

/** A real terminal, with a shell in it that knows the command line as `massgen`. */
export interface Terminal {
  /** Types a line and presses Enter. */
  readonly type: (line: string) => void;
  /** Presses one key, named as tmux does: `C-c`, `C-d`, `Up`. */
  readonly press: (key: string) => void;
  /** Resolves with what has been on the screen, from the first line, once the words are. */
  readonly until: (words: string | RegExp) => Promise<string>;
}

const POLL_MS = 200;
const PATIENCE_MS = 120_000;

/** Why there is no terminal to test in; undefined: there is one. */
export function whyNoTerminal(): string | undefined {
  try {
    execFileSync('tmux', ['-V'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'tmux is not installed';
  }
}

export function openTerminal(size: { columns: number; rows: number }): Terminal {
  const socket = `massgen-test-${randomUUID()}`;
  const home = folder();
  const tmux = (...args: readonly string[]) =>
    execFileSync('tmux', ['-L', socket, '-f', '/dev/null', ...args], {
      cwd: home,
      encoding: 'utf8',
      env: { ...NOTHING_FOUND, PATH: environment.lookup('PATH'), HOME: home, LC_ALL: 'C.UTF-8' },
    });
  const place = ['-x', String(size.columns), '-y', String(size.rows)];
  tmux('new-session', '-d', ...place, '-s', 'one', 'sh');
  onTestFinished(() => void tmux('kill-server'));

  const screen = () => tmux('capture-pane', '-p', '-S', '-', '-t', 'one');
  const type = (line: string) => {
    tmux('send-keys', '-t', 'one', '-l', line);
    tmux('send-keys', '-t', 'one', 'Enter');
  };
  type(`PS1='$ '; massgen() { '${process.execPath}' '${MAIN}' "$@"; }; clear`);
  return {
    type,
    press: (key) => void tmux('send-keys', '-t', 'one', key),
    until: async (words) => {
      const isThere = (shown: string) =>
        typeof words === 'string' ? shown.includes(words) : words.test(shown);
      const deadline = Date.now() + PATIENCE_MS;
      let shown = screen();
      while (!isThere(shown)) {
        if (Date.now() > deadline) throw new Error(`${words} never came:\n${shown}`);
        await sleep(POLL_MS);
        shown = screen();
      }
      return shown;
    },
  };
}
