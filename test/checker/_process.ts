/** A process with a log and clients of its own: `_process.ts FOLDER NAME EPOCH`. It races when it is told where. */
import { mainBranch } from '../../lib/core/context/address.ts';
import { createContextLog } from '../../lib/core/context/context-log.ts';
import type { Table } from '../../lib/core/shared/table.ts';
import { randomIds, systemClock } from '../../lib/runtime/system.ts';
import { createStore } from '../stores/_store.ts';
import { redactor } from '../support/memory-log.ts';
import { seeded } from '../support/seeded.ts';
import { askLog } from './ask-log.ts';
import { beClient } from './client.ts';
import type { Answer, Call } from './operation.ts';

const CLIENTS = 3;

/** A branch to race on. `dies`: it is killed then. */
export interface Start {
  readonly seed: number;
  /** Of each client. */
  readonly calls: number;
  readonly dies?: Death;
}

/** Before one of the process's writes, or behind it, when nobody has been told. */
export interface Death {
  readonly when: 'before' | 'behind';
  /** Which of them, from 1. */
  readonly write: number;
}

/** What it tells before it asks, and again when it was answered. `over`: all its clients are done. */
export type Report =
  | {
      readonly client: string;
      readonly call: Call;
      readonly from: number;
      readonly until?: number;
      readonly answer?: Answer;
    }
  | 'over';

const [folder = '', name = '', epoch = '0'] = process.argv.slice(2);

/** Nanoseconds on the one clock of all processes of a machine. */
const now = () => Number(process.hrtime.bigint() - BigInt(epoch));

/** Once this is done the report has left the process, whatever becomes of it. */
const report = (message: Report) =>
  new Promise((resolve) => process.send?.(message, undefined, {}, resolve));

const table = createStore(folder);
let death: Death | undefined;
let writes = 0;
let races = 0;
const written = async <T>(write: () => Promise<T>): Promise<T> => {
  writes += 1;
  dieIf('before', writes);
  const outcome = await write();
  dieIf('behind', writes);
  return outcome;
};
const doomed: Table = {
  ...table,
  put: (row, when) => written(() => table.put(row, when)),
  append: (rows) => written(() => table.append(rows)),
};
const log = createContextLog({ table: doomed, clock: systemClock, ids: randomIds, redactor });

process.on('message', async ({ seed, calls, dies }: Start) => {
  death = dies;
  writes = 0;
  races += 1;
  const address = mainBranch('tenant', `context-${seed}`);
  await Promise.all(
    Array.from({ length: CLIENTS }, (_, at) => {
      const client = `${name}.${at}.${races}`;
      return beClient(client, seeded(seed * 100 + at + Number(name) * 10), calls, async (call) => {
        const from = now();
        await report({ client, call, from });
        const answer = await askLog(log, address, call);
        await report({ client, call, from, until: now(), answer });
        return answer;
      });
    }),
  );
  await report('over');
});

process.once('disconnect', () => table.close());

function dieIf(when: Death['when'], write: number) {
  if (death?.when === when && death.write === write) process.kill(process.pid, 'SIGKILL');
}
