/** A process that reads so many contexts, twice over. Says what memory it had before and at most. */
import { argv, memoryUsage, stdout } from 'node:process';
import { openPlace } from '../../lib/local/place.ts';
import { contextAt, logOn } from './_bench-log.ts';

const silent = () => undefined;
const [, , data = '', contexts = ''] = argv;
const place = await openPlace(data, silent, silent);
const reader = logOn(place.table);
const bare = memoryInUse();
let used = 0;
for (let at = 0; at < 2 * Number(contexts); at += 1) {
  await reader.history(contextAt(`context-${at % Number(contexts)}`));
  if (at % 10 === 9) used = Math.max(used, memoryInUse());
}
place.close();
stdout.write(JSON.stringify({ bare, used }));

function memoryInUse(): number {
  globalThis.gc?.();
  return memoryUsage().rss;
}
