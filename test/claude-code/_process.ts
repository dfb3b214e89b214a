import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { environment } from '../../lib/config/environment.ts';
import type { Reply } from '../../lib/core/agent/backend.ts';
import type { Message } from '../../lib/core/message/message.ts';
import { toUuid } from '../../lib/dialects/claude-code/to-uuid.ts';
import { claudeCodeFolder, newFolder } from '../support/claude-code.ts';
import { TEST_KEY } from '../support/maker-server/maker-server.ts';

export const SESSION = toUuid('tenant/context/agent');

export const NOBODY = 65_534;

/** What a turn in a process of its own is told. */
export interface Order {
  /** Of the server that stands for the model. */
  readonly url: string;
  readonly messages: readonly Message[];
  /** The data folder. */
  readonly data: string;
  /** Where another store is, if data is not to be in the folder. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** A folder that anybody may write to. */
export function openFolder(): string {
  const folder = newFolder();
  chmodSync(folder, 0o777);
  return folder;
}

/**
 * A process as a function in the cloud finds itself: nobody in particular, without a home, in a
 * folder that it cannot write to.
 */
export function startTurn(order: Order): ChildProcess {
  const scratch = openFolder();
  const isRoot = process.getuid?.() === 0;
  return spawn(process.execPath, turn(order, scratch), {
    ...surroundings(order, scratch),
    ...(isRoot && { uid: NOBODY, gid: NOBODY }),
  });
}

/** The same, as one user or another, where the whole disk is read-only but for its scratch folder. Needs root. */
export function startSealedTurn(order: Order, user: number): ChildProcess {
  const scratch = openFolder();
  const seal = [
    `mount -t tmpfs -o mode=1777 tmpfs ${scratch}`,
    'mount -o remount,bind,ro /',
    'mount -o remount,ro /dev/shm',
    '! touch /tmp/anywhere /dev/shm/anywhere 2> /dev/null',
    `exec setpriv --reuid=${user} --regid=${user} --clear-groups "$@"`,
  ];
  return spawn(
    'unshare',
    ['--mount', 'sh', '-c', seal.join(' && '), 'sh', process.execPath, ...turn(order, scratch)],
    surroundings(order, scratch),
  );
}

const turn = (order: Order, scratch: string): string[] => {
  const told = { ...order, scratch, key: TEST_KEY, session: SESSION, folder: claudeCodeFolder };
  return [join(import.meta.dirname, '_turn.ts'), JSON.stringify(told)];
};

const surroundings = ({ variables }: Order, scratch: string): SpawnOptions => ({
  cwd: '/',
  stdio: ['ignore', 'pipe', 'inherit'],
  env: {
    PATH: environment.lookup('PATH'),
    TMPDIR: scratch,
    CLAUDE_CONFIG_DIR: join(scratch, 'claude'),
    CLAUDE_CODE_TMPDIR: scratch,
    ...variables,
  },
});

export async function replyOf({ stdout }: ChildProcess): Promise<Reply> {
  return JSON.parse(stdout ? await text(stdout) : '');
}
