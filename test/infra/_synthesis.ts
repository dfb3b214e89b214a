import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import cdk from '../../cdk.json' with { type: 'json' };
import { createApp } from '../../infra/create-app.ts';
import { once } from '../../lib/core/shared/once.ts';

/** The app, with `-c` settings on top of those of `cdk.json`. */
export const appWith = (settings: Readonly<Record<string, unknown>> = {}): App =>
  createApp({
    outdir: mkdtempSync(join(tmpdir(), 'massgen-cdk-')),
    context: { ...cdk.context, ...settings },
  });

/** What becomes of `cdk.json` as it stands; made once for all tests of a worker. */
export const assembly = once(() => appWith().synth());
