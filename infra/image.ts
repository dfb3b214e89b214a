import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { Code, Handler, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Build } from './build.ts';
import { buildFunction, ROOT } from './build-function.ts';

/** What the image holds beside the function, and how it is made. */
const FOLDER = join(ROOT, 'infra/images/claude-code');
const FILES = ['Dockerfile', 'package.json', 'package-lock.json'];

/** One file of `functions/` in a container image, with Claude Code beside it. Docker makes it at deploy. */
export function imageOf(scope: Construct, entry: string, external: readonly string[]): Build {
  const folder = join((scope.node.root as App).outdir, 'claude-code');
  rmSync(folder, { recursive: true, force: true });
  buildFunction(entry, external, folder);
  for (const file of FILES) cpSync(join(FOLDER, file), join(folder, file));
  return {
    code: Code.fromAssetImage(folder, { platform: Platform.LINUX_ARM64 }),
    runtime: Runtime.FROM_IMAGE,
    handler: Handler.FROM_IMAGE,
  };
}
