import { breakBodies } from './_broken-bodies.ts';
import { fuzz } from './claude-code/_mutations.ts';

const AT_ONCE = 2_000;

/** `npm run fuzz -- CASES`: changed transcripts and request bodies, half of each, as many as one has time for. */
const cases = Number(process.argv[2] ?? 100_000);
for (let done = 0; done < cases; done += AT_ONCE) {
  fuzz(AT_ONCE / 2);
  breakBodies(AT_ONCE / 2);
  process.stderr.write(`${Math.min(done + AT_ONCE, cases)} of ${cases}\n`);
}
process.stdout.write('No transcript and no body broke anything.\n');
