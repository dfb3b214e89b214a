import { Fault } from '../../lib/core/shared/faults.ts';
import type { Key, PutOutcome, Range, Row, Table } from '../../lib/core/shared/table.ts';
import { appendBy } from '../support/put-by.ts';
import type { Process } from './process.ts';
import type { World } from './world.ts';

/** Rows that one request reads, where no limit is asked for. */
const PAGE = 4;

/** A table as one process reaches it: over a wire, page by page, and not always. */
export function faultyTable(world: World, process: Process, table: Table): Table {
  const reach = <T>(what: string, effect: () => Promise<T>) => process.act(what, effect, lost);

  /** A write that its client sent twice, because the first answer was lost, is refused by itself. */
  const sentTwice = async (key: Key, outcome: PutOutcome): Promise<PutOutcome> => {
    if (outcome.kind === 'refused' || !world.suffers('false refusal')) return outcome;
    world.tell(`${process.name} is told that its own write was refused: ${nameOf(key)}`);
    return { kind: 'refused', standing: await table.get(key) };
  };

  async function* list(partition: string, range: Range = {}): AsyncIterable<Row> {
    const size = range.limit ?? PAGE;
    for (let after = range.after; ; ) {
      const bounds = { ...range, ...(after !== undefined && { after }), limit: size };
      const page = await reach(`reads ${partition}`, () => collect(table.list(partition, bounds)));
      yield* page;
      after = page.at(-1)?.sort;
      if (range.limit !== undefined || page.length < size) return;
    }
  }

  const put: Table['put'] = (row, when) =>
    reach(`puts ${nameOf(row)}`, async () => sentTwice(row, await table.put(row, when)));

  return {
    get: (key) => reach(`gets ${nameOf(key)}`, () => table.get(key)),
    put,
    append: appendBy(put),
    remove: (key, when) =>
      reach(`removes ${nameOf(key)}`, async () => sentTwice(key, await table.remove(key, when))),
    list,
  };
}

async function collect(rows: AsyncIterable<Row>): Promise<readonly Row[]> {
  const all: Row[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

const nameOf = ({ partition, sort }: Key) => `${partition} ${sort}`;

const lost = () => new Fault('store.unreachable', { place: 'the table', detail: 'no answer' });
