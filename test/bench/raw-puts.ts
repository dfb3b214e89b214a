import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { times } from './measure.ts';
import { prose } from './prose.ts';

/** What SQLite alone takes for as many durable conditional puts, in the same folder. */
export async function rawPuts(folder: string, n: number, puts: number, bytes: number) {
  const database = new DatabaseSync(join(folder, 'raw.sqlite'));
  database.exec(`PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE rows (partition TEXT, sort TEXT, body BLOB, PRIMARY KEY (partition, sort)) WITHOUT ROWID`);
  const put = database.prepare('INSERT INTO rows VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
  try {
    return await times(n, 5, (run) => {
      for (let at = 0; at < puts; at += 1)
        put.run('p', `${run}/${at}`, prose(bytes, run * puts + at));
    });
  } finally {
    database.close();
  }
}
