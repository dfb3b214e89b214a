import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mainBranch } from '../../lib/core/context/address.ts';
import { beginning, type Position } from '../../lib/core/context/commit.ts';
import type { IndexedItem, Query, SearchIndex } from '../../lib/core/context/search-index.ts';
import { createMassGen } from '../../lib/local/massgen.ts';
import { randomIds, systemClock } from '../../lib/runtime/system.ts';
import { createSqliteIndex } from '../../lib/stores/sqlite/sqlite-index.ts';
import { beside, type Figure, times, timesInTurn } from './measure.ts';
import { prose } from './prose.ts';

const ITEMS = 100_000;
const ITEM_BYTES = 400;
const BATCH = 1_000;
const RUNS = 200;

const MESSAGES = 1_000;
const MESSAGE_BYTES = 4_000;

/** What a search of 100,000 items takes, and what is stored so that there can be one. */
export async function search(): Promise<readonly Figure[]> {
  const data = mkdtempSync(join(tmpdir(), 'massgen-bench-'));
  try {
    return [...(await searches(join(data, 'index.sqlite'))), ...(await storage(data))];
  } finally {
    rmSync(data, { recursive: true });
  }
}

const common = ['the', 'cache', 'because', 'vote', 'order'];
const commonAt = (run: number) => common[Math.abs(run) % common.length] ?? '';
/** About one item in three thousand holds it. */
const rareAt = (run: number) => (20_000 + Math.abs(run) * 7).toString(36);

const queries: Readonly<Record<string, (run: number) => Partial<Query>>> = {
  one: (run) => ({ text: rareAt(run) }),
  three: (run) => ({ text: `${commonAt(run)} ${rareAt(run)} of` }),
  common: (run) => ({ text: `${commonAt(run)} of version` }),
  agent: (run) => ({ text: `${commonAt(run)} of version`, kind: 'note', agent: 'ada' }),
};

async function searches(file: string): Promise<readonly Figure[]> {
  const index = createSqliteIndex({ file, clock: systemClock, chance: randomIds.chance });
  try {
    const [filled, split] = await timesInTurn(
      { n: ITEMS / BATCH, warmUp: 0 },
      (batch) => fill(index, batch),
      (batch) => itemsOf(batch).map(({ text }) => text.match(/\w+/g)),
    );
    const figures = [beside('search.fill', filled, 'the words of its 1,000 items', split)];
    for (const [name, query] of Object.entries(queries)) {
      const [found, none] = await timesInTurn(
        { n: RUNS, warmUp: 5 },
        (run) => index.search(toQuery(query(run))),
        () => index.search(toQuery({ text: 'nowhere' })),
      );
      figures.push(beside(`search.${name}`, found, 'a word that is nowhere', none));
    }
    return figures;
  } finally {
    index.close();
  }
}

const toQuery = (query: Partial<Query>): Query => ({
  text: '',
  branch: 'main',
  limit: 10,
  ...query,
});

const at = (version: number): Position =>
  version === 0 ? beginning : { version, hash: `${version}` };

const fill = (index: SearchIndex, batch: number) =>
  index.take(mainBranch('local', 'bench'), {
    from: at(batch),
    to: at(batch + 1),
    written: itemsOf(batch),
    gone: [],
  });

const itemsOf = (batch: number): readonly IndexedItem[] =>
  Array.from({ length: BATCH }, (_, place) => ({
    item: `note/${batch * BATCH + place}`,
    version: batch + 1,
    kind: 'note',
    author: 'user',
    visibility: 'shared',
    text: prose(ITEM_BYTES, batch * BATCH + place),
  }));

/** The bytes of 1,000 messages of 4 kB, in the log, and in the log and its index. */
async function storage(data: string): Promise<readonly Figure[]> {
  const massgen = await createMassGen({ data, lookup: () => undefined });
  for (let seed = 0; seed < MESSAGES; seed += 1)
    await massgen.context.commit('bench', {
      operations: [
        { op: 'put', item: `message/${seed}`, kind: 'note', body: prose(MESSAGE_BYTES, seed) },
      ],
    });
  const [caughtUp] = await times(1, 0, () => massgen.context.search('cache'));
  massgen.close();
  const payload = (MESSAGES * MESSAGE_BYTES) / 1e6;
  const log = megabytes(data, 'massgen.sqlite');
  const both = log + megabytes(data, 'search.sqlite');
  const catchUp = [caughtUp ?? Number.NaN];
  const searched = await searchedAgain(data);
  return [
    beside('search.first', catchUp, 'a search once they are indexed', searched),
    beside('search.stored.log', [log], 'what was said', [payload], 'MB'),
    beside('search.stored', [both], 'what was said', [payload], 'MB'),
  ];
}

async function searchedAgain(data: string): Promise<readonly number[]> {
  const massgen = await createMassGen({ data, lookup: () => undefined });
  const taken = await times(RUNS, 5, () => massgen.context.search('cache'));
  massgen.close();
  return taken;
}

const megabytes = (folder: string, name: string): number =>
  readdirSync(folder)
    .filter((file) => file.startsWith(name))
    .reduce((sum, file) => sum + statSync(join(folder, file)).size, 0) / 1e6;
