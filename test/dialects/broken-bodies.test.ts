import { it } from 'vitest';
import { breakBodies } from './_broken-bodies.ts';

/** For every day; `npm run fuzz -- 100000` is for nights. */
const CASES = 1_000;

it('a body that something has happened to is messages for every maker, or a clear fault', () => {
  breakBodies(CASES);
}, 600_000);
