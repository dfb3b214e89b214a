import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { argv, stdout, version } from 'node:process';
import { commandLine } from './command-line.ts';
import { context } from './context.ts';
import { coordination } from './coordination.ts';

/** `npm run bench [-- --json]`: figures of this machine, each beside a baseline of the same run. */
execFileSync('npm', ['run', '--silent', 'build']);
const results = [...(await commandLine()), ...(await coordination()), ...(await context())];

if (argv.includes('--json')) stdout.write(`${JSON.stringify({ results }, null, 2)}\n`);
else {
  const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, Node ${version}`;
  const rows = results.map(
    ({ name, p50, p99, n, meta }) =>
      `| ${name} | ${p50} | ${p99} | ${n} | ${meta['baseline']}: ${meta['baselineP50']} | ${meta['over']} | ${meta['ratio']} |`,
  );
  stdout.write(`${machine}

| measure | p50 ms | p99 ms | n | baseline p50 ms | over it, ms | ratio |
|---|---|---|---|---|---|---|
${rows.join('\n')}
`);
}
