/** Loaded before a program: it dies right before the nth write of its to SQLite, or says how many there were. */
import { writeSync } from 'node:fs';
import { DatabaseSync, StatementSync } from 'node:sqlite';
import { environment } from '../../lib/config/environment.ts';

const diesAt = Number(environment.lookup('DIES_AT'));
let writes = 0;

function count<M extends string>({ prototype }: { prototype: Record<M, unknown> }, method: M) {
  const whole = prototype[method] as (...args: readonly unknown[]) => unknown;
  prototype[method] = function counted(...args: readonly unknown[]) {
    writes += 1;
    if (writes === diesAt) process.kill(process.pid, 'SIGKILL');
    return whole.apply(this, [...args]);
  };
}

count(StatementSync, 'run');
count(DatabaseSync, 'exec');
process.on('exit', () => writeSync(2, `\n${writes}`));
