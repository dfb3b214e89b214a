import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Draft } from '../../lib/core/context/draft.ts';
import { times } from './measure.ts';
import { prose } from './prose.ts';

/** What SQLite alone takes for as many durable conditional puts, in the same folder. */
export async function rawPuts(folder: string, n: number, puts: number, bytes: number) {
  const raw = openRaw(new DatabaseSync(join(folder, 'raw.sqlite')));
  try {
    return await times(n, 5, (run) => {
      for (let at = 0; at < puts; at += 1)
        raw.putText(`${run}/${at}`, prose(bytes, run * puts + at));
    });
  } finally {
    raw.close();
  }
}

/** A table of SQLite's, set as ours, and nothing around it. */
export function openRaw(database: DatabaseSync) {
  database.exec(`PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE rows (partition TEXT, sort TEXT, body BLOB, PRIMARY KEY (partition, sort)) WITHOUT ROWID`);
  const insert = database.prepare('INSERT INTO rows VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
  const putText = (sort: string, text: string) => insert.run('p', sort, text);
  return {
    putText,
    put: (sort: string, draft: Draft) => putText(sort, JSON.stringify(draft)),
    close: () => database.close(),
  };
}
