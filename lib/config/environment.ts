import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { cloudVariables } from './cloud.ts';

const lookup = (name: string): string | undefined => process.env[name] || undefined;

/** What a program needs of its surroundings, and nothing that opens anything. */
const HARMLESS = [
  ...['PATH', 'HOME', 'TMPDIR', 'LANG', 'LC_ALL', 'TZ', 'NODE_EXTRA_CA_CERTS'],
  ...['CLAUDE_CONFIG_DIR', 'CLAUDE_CODE_TMPDIR'],
];

/**
 * What a program that we start finds there. Strangers speak to those that a deployed function starts,
 * so the rights and secrets of that function stay with it.
 */
export const inheritedEnvironment = (): Readonly<Record<string, string | undefined>> =>
  lookup(cloudVariables.environment)
    ? Object.fromEntries(HARMLESS.map((name) => [name, lookup(name)]))
    : process.env;

/** Gives a user who has no home, and of whom the machine knows none, one among the temporary files. */
export function ensureHome(): void {
  try {
    homedir();
  } catch {
    process.env['HOME'] = join(tmpdir(), 'home');
  }
}

/** Whatever the environment says. Nothing else reads it; an empty variable counts as not set. */
export const environment = {
  lookup,
  /** The folder that data is kept in, where somebody chose one. */
  get home() {
    return lookup('MASSGEN_HOME');
  },
  /** Options of Node's own. https://nodejs.org/api/cli.html#node_optionsoptions */
  get nodeOptions() {
    return lookup('NODE_OPTIONS') ?? '';
  },
  /** What opens a deployed service. */
  get token() {
    return lookup('MASSGEN_TOKEN');
  },
  /** https://no-color.org */
  get noColor() {
    return lookup('NO_COLOR') !== undefined;
  },
  /** https://force-color.org */
  get forceColor() {
    const forced = lookup('FORCE_COLOR');
    return forced !== undefined && forced !== '0' && forced !== 'false';
  },
  /** Nobody is watching: set by every common CI service. */
  get ci() {
    const ci = lookup('CI');
    return ci !== undefined && ci !== 'false';
  },
};
