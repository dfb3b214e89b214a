import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { argv, stdout, version } from 'node:process';
import { backends } from './backends.ts';
import { claudeCodeHooks } from './claude-code-hooks.ts';
import { claudeLooks } from './claude-looks.ts';
import { claudeSessions } from './claude-sessions.ts';
import { commandLine } from './command-line.ts';
import { context } from './context.ts';
import { coordination } from './coordination.ts';
import { dynalite } from './dynalite.ts';
import { extracts } from './extracts.ts';
import { functions } from './functions.ts';
import { lengths } from './lengths.ts';
import type { Figure } from './measure.ts';
import { races } from './races.ts';
import { readers } from './readers.ts';
import { redaction } from './redaction.ts';
import { renders } from './renders.ts';
import { search } from './search.ts';
import { sizes } from './sizes.ts';
import { views } from './views.ts';

const groups: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  cli: () => {
    execFileSync('npm', ['run', '--silent', 'build']);
    return commandLine();
  },
  'claude-code': claudeCodeHooks,
  coordination,
  context,
  lengths,
  readers,
  races,
  sizes,
  search,
  dynalite,
  extracts,
  renders,
  redaction,
  backends,
  functions,
  views,
  'claude-looks': claudeLooks,
  'claude-sessions': claudeSessions,
};

/** `npm run bench [-- GROUP... --json]`: figures of this machine, each beside a baseline of the same run. */
const asked = argv.slice(2).filter((word) => !word.startsWith('--'));
const results: Figure[] = [];
for (const [name, group] of Object.entries(groups))
  if (asked.length === 0 || asked.includes(name)) results.push(...(await group()));

if (argv.includes('--json')) stdout.write(`${JSON.stringify({ results }, null, 2)}\n`);
else {
  const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, Node ${version}`;
  const rows = results.map(
    ({ name, unit, p50, p99, n, meta }) =>
      `| ${name}, ${unit} | ${p50} | ${p99} | ${n} | ${meta['baseline']}: ${meta['baselineP50']} | ${meta['over']} | ${meta['ratio']} |`,
  );
  stdout.write(`${machine}

| measure | p50 | p99 | n | baseline p50 | over it | ratio |
|---|---|---|---|---|---|---|
${rows.join('\n')}
`);
}
