import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { mainBranch } from '../../lib/core/context/address.ts';
import { createContextLog } from '../../lib/core/context/context-log.ts';
import { verifyContext } from '../../lib/core/context/verify-context.ts';
import { randomIds, systemClock } from '../../lib/runtime/system.ts';
import { emptyFolder, openStore } from '../stores/_places.ts';
import { redactor } from '../support/memory-log.ts';
import type { Death, Report, Start } from './_process.ts';
import { askLog } from './ask-log.ts';
import type { Operation } from './operation.ts';
import { answered, pending } from './stopwatch.ts';
import { problemIn } from './tell.ts';

const HISTORIES = 60;

it('what several processes do to one file is one thing after the other', async () => {
  const place = openPlace();
  const processes = await Promise.all([1, 2, 3].map(place.start));
  for (let seed = 1; seed <= HISTORIES; seed += 1) {
    const parts = await Promise.all(processes.map((one) => one.race({ seed, calls: 5 })));
    expect(await place.problemOf(seed, parts.flat()), `seed ${seed}`).toBeUndefined();
  }
});

const deaths: readonly Death[] = [1, 2, 3, 4].flatMap((write) => [
  { when: 'before', write },
  { when: 'behind', write },
]);

it.each(deaths)('so it is when one of them is killed $when its write $write', async (dies) => {
  const place = openPlace();
  const [doomed, survivor] = await Promise.all([place.start(1), place.start(2)]);
  const seed = dies.write;
  const parts = await Promise.all([
    doomed.race({ seed, calls: 30, dies }),
    survivor.race({ seed, calls: 8 }),
  ]);
  expect(doomed.signal()).toBe('SIGKILL');
  const more = await survivor.race({ seed, calls: 3 });
  expect(await place.problemOf(seed, [...parts, more].flat())).toBeUndefined();
});

/** A folder with a store, and processes that race in it. */
function openPlace() {
  const folder = emptyFolder();
  const epoch = process.hrtime.bigint();
  const now = () => Number(process.hrtime.bigint() - epoch);

  const start = async (name: number) => {
    const child = fork(join(import.meta.dirname, '_process.ts'), [folder, `${name}`, `${epoch}`], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child, 'spawn');
    const ended = once(child, 'close');
    return { race: (where: Start) => raceIn(child, ended, where), signal: () => child.signalCode };
  };

  /** Read by yet another process: this one, which has seen nothing. */
  const problemOf = async (seed: number, history: readonly Operation[]) => {
    const table = openStore(folder);
    const log = createContextLog({ table, clock: systemClock, ids: randomIds, redactor });
    const address = mainBranch('tenant', `context-${seed}`);
    expect(await verifyContext(log, address, [])).toMatchObject({ ok: true });
    const from = now();
    const answer = await askLog(log, address, { kind: 'history' });
    const all = answered('reader', { kind: 'history' }, from, now(), answer);
    return problemIn([...history, all]);
  };

  return { start, problemOf };
}

/** What a process told of a race until it was over, or the process dead. */
async function raceIn(
  child: ChildProcess,
  ended: Promise<unknown>,
  where: Start,
): Promise<readonly Operation[]> {
  const operations = new Map<string, Operation>();
  const hearing = new AbortController();
  const over = new Promise<void>((resolve) => {
    const hear = (report: Report) => {
      if (report === 'over') return resolve();
      const { client, call, from, until, answer } = report;
      const isOpen = until === undefined || answer === undefined;
      operations.set(
        `${client} ${from}`,
        isOpen ? pending(client, call, from) : answered(client, call, from, until, answer),
      );
    };
    child.on('message', hear);
    hearing.signal.addEventListener('abort', () => child.off('message', hear));
  });
  child.send(where);
  await Promise.race([over, ended]);
  hearing.abort();
  return [...operations.values()];
}
