import { Fault } from '../../lib/core/shared/faults.ts';
import type { Table } from '../../lib/core/shared/table.ts';
import { appendBy } from '../support/put-by.ts';
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
  const overWire = async <T>(write: () => Promise<T>): Promise<T> => {
    await wait();
    if (random.happens(trouble)) throw lost();
    const outcome = await write();
    await wait();
    if (random.happens(trouble)) throw lost();
    return outcome;
  };
  const put: Table['put'] = async (row, when) => {
    const outcome = await overWire(() => table.put(row, when));
    const isDenied = outcome.kind === 'put' && random.happens(trouble);
    return isDenied ? { kind: 'refused', standing: await table.get(row) } : outcome;
  };
  /** All at once, as SQLite has it, or one by one, as DynamoDB. */
  const append: Table['append'] = (rows) =>
    random.happens(0.5) ? overWire(() => table.append(rows)) : appendBy(put)(rows);
  async function* list(...asked: Parameters<Table['list']>) {
    await wait();
    yield* table.list(...asked);
  }
  return { ...table, get, put, append, list };
}

const lost = () => new Fault('store.unreachable', { place: 'the table', detail: 'no answer' });
