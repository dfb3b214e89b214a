import { parseArgs } from 'node:util';
import { simulate } from './simulate.ts';

/**
 * `npm run simulate -- [--seeds N] [--from S]`: lives through so many worlds. Prints a line for each,
 * the same for the same seed; of one in which something went wrong, all that happened.
 */
const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '100' }, from: { type: 'string', default: '1' } },
});
const from = Number(values.from);
const seeds = Number(values.seeds);

let held = 0;
for (let at = 0; at < seeds; at += 1) {
  const seed = from + at;
  const { problems, trace, digest } = await simulate(seed);
  if (problems.length === 0) held += 1;
  process.stdout.write(`${seed} ${digest} ${problems.length === 0 ? 'holds' : 'breaks'}\n`);
  if (problems.length > 0)
    process.stdout.write(
      `${[...trace, ...problems].join('\n')}\nReplay it: npm run simulate -- --seeds 1 --from ${seed}\n`,
    );
  if ((at + 1) % 50 === 0) process.stderr.write(`${at + 1} of ${seeds}\n`);
}
process.stdout.write(`${held} of ${seeds} hold\n`);
process.exitCode = held === seeds ? 0 : 2;
