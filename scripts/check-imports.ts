import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { stdout } from 'node:process';
import { promisify } from 'node:util';
import * as z from 'zod';

/**
 * Holds the code against the import rules, and the rules' reader against the code: with a compiler
 * that it does not know it reads no TypeScript, and finds nothing wrong. Tests may import anything.
 */
const folders = ['lib', 'functions', 'infra', 'scripts'].filter(
  (folder) => globSync(`${folder}/**/*.ts`).length > 0,
);

const Report = z.object({
  summary: z.object({
    violations: z.array(
      z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) }),
    ),
  }),
  modules: z.array(z.object({ source: z.string() })),
});

const { violations, read } = await cruise();
const unread = globSync('lib/**/*.ts').filter((file) => !read.has(file));
for (const { rule, from, to } of violations) say(`${rule.name}: ${from} -> ${to}`);
for (const file of unread) say(`not read: ${file}`);
if (violations.length > 0 || unread.length > 0) process.exitCode = 1;
else say(`${read.size} modules keep the import rules`);

async function cruise() {
  const command = 'node_modules/.bin/depcruise';
  const args = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...folders];
  const options = { maxBuffer: 64 * 1024 * 1024 };
  const { stdout: text } = await promisify(execFile)(command, args, options).catch(
    (error) => error,
  );
  const { summary, modules } = Report.parse(JSON.parse(text));
  return { violations: summary.violations, read: new Set(modules.map(({ source }) => source)) };
}

function say(line: string) {
  stdout.write(`${line}\n`);
}
