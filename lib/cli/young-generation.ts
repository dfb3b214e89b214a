import { argv, execArgv, execPath, platform } from 'node:process';
import { environment } from '../config/environment.ts';

const FLAG = '--max-semi-space-size';

/**
 * What a process that stays is started with: MB of each half of V8's young generation, which grows
 * with the machine's memory otherwise; docs/decisions/0038.
 */
export const YOUNG_GENERATION = `${FLAG}=8`;

/**
 * Starts this process anew with `YOUNG_GENERATION`, under its id and with its arguments, unless
 * whoever started it chose a size. It goes on as it is on Windows, where no process can do so, and
 * with a channel to its parent, which would be closed: https://nodejs.org/api/process.html#processexecvefile-args-env
 */
export function boundYoungGeneration(): void {
  const isChosen = [...execArgv, environment.nodeOptions].some((option) => option.includes(FLAG));
  if (isChosen || process.connected || platform === 'win32') return;
  process.execve?.(execPath, [execPath, YOUNG_GENERATION, ...execArgv, ...argv.slice(1)]);
}
