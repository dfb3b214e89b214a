import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { Visibility } from '../../core/context/item.ts';
import { Fault } from '../../core/shared/faults.ts';
import { holds } from './hold.ts';

/** Where a project's hooks and their keeper meet; nobody else reads it, and git passes it over. */
export const spoolOf = (project: string): string => join(project, '.claude', 'massgen');

/** What a project's Claude Code shares, and where. */
export const Joined = z.object({
  context: z.string(),
  branch: z.string(),
  /** How it is called in the context. */
  agent: z.string(),
  visibility: Visibility,
  /** Tokens of one piece of news, at most. */
  budget: z.int().positive(),
  /** What it is told before it stops. */
  hold: z.enum(holds).default('written'),
  /** The data folder; or a service, and what opens it. */
  data: z.string().optional(),
  remote: z.string().optional(),
  token: z.string().optional(),
  /** Hooks and server are the plugin's, and stand in no settings of the project. */
  plugin: z.boolean().optional(),
});
export type Joined = z.infer<typeof Joined>;

const SETTINGS = 'settings.json';

export const joinedFile = (project: string): string => join(spoolOf(project), SETTINGS);

/** Throws `joining.notJoined`. */
export function readJoined(project: string): Joined {
  try {
    return Joined.parse(JSON.parse(readFileSync(joinedFile(project), 'utf8')));
  } catch (error) {
    throw new Fault('joining.notJoined', { project }, { cause: error });
  }
}
