import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ConfigDocument } from '../config/config-document.ts';
import { discoverTeam } from '../config/discover-team.ts';
import type { Keys } from '../config/keys.ts';
import { requireKeys } from '../config/keys.ts';
import { loadConfig } from '../config/load-config.ts';
import { presetNamed } from '../config/presets.ts';
import type { Problem } from '../config/problem.ts';
import { toTeam } from '../config/to-team.ts';
import type { Lookup } from '../config/variables.ts';
import type { Team } from '../core/coordination/team.ts';
import { Fault } from '../core/shared/faults.ts';

/** Who is to answer: a file, a preset, one backend, or whoever is found. */
export interface TeamChoice {
  readonly config?: string | ConfigDocument;
  readonly preset?: string;
  readonly backend?: string;
  readonly model?: string;
  readonly baseUrl?: string;
  readonly systemMessage?: string;
  /** Seconds for the whole run, in place of what the configuration says. */
  readonly timeoutSeconds?: number;
}

export interface ChosenTeam {
  readonly team: Team;
  readonly keys: Keys;
  readonly warnings: readonly Problem[];
  /** Where the team comes from, in a sentence for people; empty where they said so themselves. */
  readonly says: string;
}

/** Taken where nobody says who answers. */
export const DEFAULT_FILE = 'massgen.yaml';

/**
 * Throws `usage.invalid` for choices that exclude each other, `config.*` for what cannot be run, a
 * missing key included.
 */
export async function chooseTeam(choice: TeamChoice, lookup: Lookup): Promise<ChosenTeam> {
  const { document, warnings, says } = await documentFor(choice, lookup);
  const chosen = toTeam(document, lookup);
  const team = withOverrides(chosen.team, choice);
  requireKeys(team, chosen.keys, lookup);
  return { team, keys: chosen.keys, warnings: [...warnings, ...chosen.warnings], says };
}

export interface Chosen {
  readonly document: ConfigDocument;
  readonly warnings: readonly Problem[];
  readonly says: string;
}

const chosen = (document: ConfigDocument, says = ''): Chosen => ({ document, warnings: [], says });

/** The configuration of whoever is to answer. Throws `usage.invalid` for choices that exclude each other, `config.*`. */
export async function documentFor(choice: TeamChoice, lookup: Lookup): Promise<Chosen> {
  const named = [choice.config, choice.preset, choice.backend].filter((one) => one !== undefined);
  if (named.length > 1) throw oneOf('config', 'preset', 'backend');
  if (typeof choice.config === 'object') return chosen(choice.config);
  if (choice.config !== undefined) return fromFile(choice.config, lookup);
  if (choice.preset !== undefined) return chosen(presetNamed(choice.preset).config);
  if (choice.backend !== undefined) return chosen(quickAgent(choice.backend, choice));
  if (choice.model !== undefined || choice.baseUrl !== undefined) throw needsBackend();
  if (existsSync(resolve(DEFAULT_FILE)))
    return { ...fromFile(DEFAULT_FILE, lookup), says: `Using ${DEFAULT_FILE}.` };
  const { config, says } = await discoverTeam(lookup, fetch);
  return chosen(config, says);
}

function fromFile(file: string, lookup: Lookup): Chosen {
  const { config, warnings } = loadConfig(file, lookup);
  return { document: config, warnings, says: '' };
}

const quickAgent = (type: string, { model, baseUrl }: TeamChoice): ConfigDocument => ({
  agents: [
    {
      id: type,
      backend: { type, ...(model && { model }), ...(baseUrl && { base_url: baseUrl }) },
    },
  ],
});

const withOverrides = (team: Team, { systemMessage, timeoutSeconds }: TeamChoice): Team => ({
  ...team,
  agents:
    systemMessage === undefined
      ? team.agents
      : team.agents.map((agent) => ({ ...agent, systemMessage })),
  limits:
    timeoutSeconds === undefined ? team.limits : { ...team.limits, runSeconds: timeoutSeconds },
});

const oneOf = (...flags: readonly string[]) =>
  new Fault('usage.invalid', {
    problem: `Only one of ${flags.map((flag) => `--${flag}`).join(', ')} can be given.`,
    hint: 'Leave out all but one.',
  });

const needsBackend = () =>
  new Fault('usage.invalid', {
    problem: '--model and --base-url say how a backend is reached, and none is named.',
    hint: 'Add --backend TYPE, for example `--backend lmstudio`.',
  });
