import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { report } from './report.ts';

/** `npm run fidelity`: writes what a hand-over carries. */
writeFileSync(join(import.meta.dirname, '../../docs/fidelity.md'), report());
