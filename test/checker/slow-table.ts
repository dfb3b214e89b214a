import { Fault } from '../../lib/core/shared/faults.ts';
import type { PutOutcome, Row, Table, When } from '../../lib/core/shared/table.ts';
import type { Seeded } from '../support/seeded.ts';

/** A table each of whose steps takes a while, and some of whose answers go wrong on the way. */
export function slowTable(
  table: Table,
  wait: () => Promise<void>,
  random: Seeded,
  trouble: number,
): Table {
  const get: Table['get'] = async (key) => {
    await wait();
    return table.get(key);
  };
  const put = async (row: Row, when: When): Promise<PutOutcome> => {
    await wait();
    if (random.happens(trouble)) throw lost();
    const outcome = await table.put(row, when);
    await wait();
    if (random.happens(trouble)) throw lost();
    const isDenied = outcome.kind === 'put' && random.happens(trouble);
    return isDenied ? { kind: 'refused', standing: await table.get(row) } : outcome;
  };
  async function* list(...asked: Parameters<Table['list']>) {
    await wait();
    yield* table.list(...asked);
  }
  return { ...table, get, put, list };
}

const lost = () => new Fault('store.unreachable', { place: 'the table', detail: 'no answer' });
