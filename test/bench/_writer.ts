/** A process that commits when it is told to: `_writer.ts FOLDER CONTEXT SEED`. Says how long it took. */
import { argv, stdin, stdout } from 'node:process';
import { openPlace } from '../../lib/local/place.ts';
import { contextAt, logOn, update } from './_bench-log.ts';

const [, , data = '', context = '', seed = '0'] = argv;
const silent = () => undefined;
const place = await openPlace(data, silent, silent);
const log = logOn(place.table);
await log.commit(contextAt(`warm-up-${seed}`), update(Number(seed)));
stdout.write('ready\n');
await new Promise((resolve) => stdin.once('data', resolve));
const from = performance.now();
const outcome = await log.commit(contextAt(context), update(Number(seed)));
stdout.write(`${JSON.stringify({ kind: outcome.kind, ms: performance.now() - from })}\n`);
place.close();
stdin.destroy();
