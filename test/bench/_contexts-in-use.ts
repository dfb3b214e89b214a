/** A process that reads a hundred contexts of five thousand messages, twice over. Says what memory it has then. */
import { join } from 'node:path';
import { argv, memoryUsage, stdout } from 'node:process';
import { DatabaseSync } from 'node:sqlite';
import { commitsOf } from '../../lib/core/context/address.ts';
import { openPlace } from '../../lib/local/place.ts';
import { contextAt, grow, logOn } from './_bench-log.ts';

const CONTEXTS = 100;
const MESSAGES = 5_000;
const MESSAGE_BYTES = 1_000;

const silent = () => undefined;
const [, , data = ''] = argv;
const place = await openPlace(data, silent, silent);
await grow(logOn(place.table), contextAt('context-0'), MESSAGES, MESSAGE_BYTES);
copy();
const reader = logOn(place.table);
const bare = memoryInUse();
let used = 0;
for (let at = 0; at < 2 * CONTEXTS; at += 1) {
  await reader.history(contextAt(`context-${at % CONTEXTS}`));
  if (at % 10 === 9) used = Math.max(used, memoryInUse());
}
place.close();
stdout.write(JSON.stringify({ bare, used }));

/** A context's rows once more under other names: faster than to write them. */
function copy() {
  const database = new DatabaseSync(join(data, 'massgen.sqlite'));
  const insert = database.prepare(
    'INSERT INTO rows SELECT ?, sort, version, body FROM rows WHERE partition = ?',
  );
  for (let at = 1; at < CONTEXTS; at += 1)
    insert.run(commitsOf(contextAt(`context-${at}`)), commitsOf(contextAt('context-0')));
  database.close();
}

function memoryInUse(): number {
  globalThis.gc?.();
  return memoryUsage().rss;
}
