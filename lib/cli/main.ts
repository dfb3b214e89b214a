#!/usr/bin/env node
import * as nodeModule from 'node:module';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const isOld = major < 22 || (major === 22 && minor < 15);

if (isOld) {
  process.stderr.write(
    `error: massgen needs Node 22.15 or newer, and this is ${process.versions.node}.\nhint: Install a newer Node, or type \`npm start --silent --\` in a checkout, which brings its own.\n`,
  );
  process.exitCode = 1;
} else {
  nodeModule.enableCompileCache();
  const { run } = await import('./run.ts');
  process.exitCode = await run(process.argv.slice(2));
}
