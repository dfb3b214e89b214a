/** A process that dies at its first put or remove of a blob: `_torn.ts FOLDER put|remove`. */
import { join } from 'node:path';
import type { Blobs } from '../../lib/core/shared/blobs.ts';
import { createFileBlobs } from '../../lib/stores/files/file-blobs.ts';
import { createSqliteTable } from '../../lib/stores/sqlite/sqlite-table.ts';
import { noiseText } from '../conformance/_noise.ts';

const [folder = '', at] = process.argv.slice(2);

const blobs = createFileBlobs(join(folder, 'blobs'));
const die = () => process.kill(process.pid, 'SIGKILL');
const mortal: Blobs = {
  ...blobs,
  put: async (...blob) => {
    const hash = await blobs.put(...blob);
    if (at === 'put') die();
    return hash;
  },
  remove: async () => void die(),
};
const table = createSqliteTable({
  file: join(folder, 'store.db'),
  blobs: mortal,
  clock: { pause: async () => undefined },
  chance: Math.random,
});
const key = { partition: 'tenant/log', sort: 'torn' };
await table.put({ ...key, version: 1, body: noiseText(300_000, 1) }, 'absent');
await table.put({ ...key, version: 2, body: 'forgotten' }, { version: 1 });
