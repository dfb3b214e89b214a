import { parseArgs } from 'node:util';
import { simulate } from './simulate.ts';

/** `npm run simulate -- [--seeds N] [--from S]`: so many worlds, and what came of them; a broken one is told whole. */
const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '100' }, from: { type: 'string', default: '1' } },
});
const from = Number(values.from);
const seeds = Number(values.seeds);

let broken = 0;
for (let seed = from; seed < from + seeds; seed += 1) {
  const { problems, trace, digest } = await simulate(seed);
  process.stdout.write(`${seed} ${digest} ${problems.length === 0 ? 'holds' : 'BREAKS'}\n`);
  if (seed % 50 === 0) process.stderr.write(`${seed - from + 1} of ${seeds}\n`);
  if (problems.length === 0) continue;
  broken += 1;
  process.stdout.write(`${trace.join('\n')}\n${problems.join('\n')}\n`);
  process.stdout.write(`Replay it: npm run simulate -- --seeds 1 --from ${seed}\n`);
}
process.exitCode = broken > 0 ? 2 : 0;
