import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { Fault } from '../../core/shared/faults.ts';
import type { Options } from '../option-keys.ts';

/** Where a session works. */
export interface WorkFolder {
  readonly path: string;
  /** Nobody else's: it goes with the session from machine to machine, and is emptied behind it. */
  readonly isOwn: boolean;
}

const Wishes = z.object({
  cwd: z.string().default('.'),
  workspace: z.literal('scratch').optional().catch(undefined),
});

/** The variable that names the folder for what needs not last. */
export const SCRATCH = 'MASSGEN_SCRATCH';

/** The folder that a configuration names, made where it is not there. Throws `config.invalid`. */
export function workFolder(options: Options, scratch: string, session: string): WorkFolder {
  const { cwd, workspace } = Wishes.parse(options);
  const isOwn = workspace === 'scratch';
  const path = isOwn ? join(scratch || join(tmpdir(), 'massgen'), session) : resolve(cwd);
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new Fault('config.invalid', {
      path: 'backend.cwd',
      problem: `The folder ${path} cannot be made: ${detail}.`,
      suggestion: 'Name a folder that Claude Code may work in.',
    });
  }
  return { path, isOwn };
}
