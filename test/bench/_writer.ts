/** A process that commits when it is told to, `_writer.ts FOLDER CONTEXT SEED`, says how long it took, and ends with its input. */
import { argv, stdin, stdout } from 'node:process';
import { openPlace } from '../../lib/local/place.ts';
import { contextAt, logOn, update } from './_bench-log.ts';

const [, , data = '', context = '', seed = '0'] = argv;
const silent = () => undefined;
const place = await openPlace(data, silent, silent);
const log = logOn(place.table);
await log.commit(contextAt(`warm-up-${seed}`), update(Number(seed)));
stdout.write('ready\n');
const draft = update(Number(seed));
await new Promise((resolve) => stdin.once('data', resolve));
const from = performance.now();
const outcome = await log.commit(contextAt(context), draft);
stdout.write(`${JSON.stringify({ kind: outcome.kind, ms: performance.now() - from })}\n`);
await new Promise((resolve) => stdin.once('end', resolve));
place.close();
