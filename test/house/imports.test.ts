import { spawnSync } from 'node:child_process';
import { cpSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folder } from '../support/command.ts';

const HOUSE = join(import.meta.dirname, '../..');

const planted = {
  'lib/core/shared/planted.ts': ["import '../context/commit.ts';", 'shared-comes-first'],
  'lib/core/context/planted.ts': ["import 'node:fs';", 'core-is-pure'],
  'lib/dialects/planted.ts': ["import '../config/makers.ts';", 'dialects-are-pure'],
  'lib/stores/planted.ts': ["import '../bus/in-process-bus.ts';", 'edges-do-not-meet'],
  'lib/backends/planted.ts': ["import '../local/place.ts';", 'backends-know-no-surface'],
  'lib/local/planted.ts': ["import '../cli/run.ts';", 'local-below-cli'],
  'lib/local/planted-late.ts': ["import('../runtime/aws-store.ts');", 'one-way-to-aws'],
  'lib/local/planted-early.ts': ["import '../runtime/aws-store.ts';", 'embedded-needs-no-aws'],
  'lib/config/planted.ts': ["import '@aws-sdk/client-s3';", 'aws-is-behind-ports'],
  'lib/cli/planted.ts': ['export const alone = 1;', 'no-orphans'],
} as const;

it('the import rules are kept, and each violation that is planted is found', () => {
  const copy = folder();
  for (const part of [
    'lib',
    'infra',
    'scripts',
    'tsconfig.json',
    'package.json',
    '.dependency-cruiser.cjs',
  ])
    cpSync(join(HOUSE, part), join(copy, part), { recursive: true });
  symlinkSync(join(HOUSE, 'node_modules'), join(copy, 'node_modules'));
  const check = () =>
    spawnSync(process.execPath, ['scripts/check-imports.ts'], { cwd: copy, encoding: 'utf8' });

  expect(check()).toMatchObject({ status: 0 });
  for (const [file, [line]] of Object.entries(planted))
    writeFileSync(join(copy, file), `${line}\n`);
  const { status, stdout } = check();
  expect(status).toBe(1);
  for (const [file, [, rule]] of Object.entries(planted))
    expect(stdout).toContain(`${rule}: ${file}`);
});
