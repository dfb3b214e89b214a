import type { BackendSpec } from '../core/agent/agent.ts';
import type { Team } from '../core/coordination/team.ts';
import { Fault } from '../core/shared/faults.ts';
import { utf8Bytes } from '../core/shared/json.ts';
import { type ConfigDocument, MAX_CONFIG_BYTES } from './config-document.ts';
import { bearable } from './foreign-limits.ts';
import { isMakerType, makerOf } from './makers.ts';
import { factsOf } from './problem.ts';
import { staysAtKnownAddresses } from './rules/foreign/addresses.ts';
import { holdsNoKeys } from './rules/foreign/keys.ts';
import { leavesTheMachineAlone } from './rules/foreign/machine.ts';
import { refersToNothing } from './rules/foreign/references.ts';
import { hasPublicToolServers } from './rules/foreign/tool-servers.ts';
import { toTeam } from './to-team.ts';
import { requireValid, toSubject } from './validate-config.ts';

/** What a place lets configurations from outside use. */
export interface Allowance {
  /** The types of backends that run there. */
  readonly backends: readonly string[];
  /** Addresses that the operator named: a `base_url` is one of these, or its maker's own. */
  readonly baseUrls: readonly string[];
}

/** The environment of the machine is none of a stranger's business. */
const nothing = () => undefined;

/**
 * The team that a configuration describes which came over a network, of whatever shape it is. Throws
 * `config.invalid`; `config.notAllowed` for what only a file of one's own may say;
 * `config.backendNotHere` for an agent none of whose backends run here.
 */
export function toForeignTeam(value: unknown, { backends, baseUrls }: Allowance): Team {
  requireValid(value, nothing);
  const document = value as ConfigDocument; // a mapping of plain data: just validated
  if (utf8Bytes(JSON.stringify(document)) > MAX_CONFIG_BYTES)
    throw new Fault('config.notAllowed', tooLarge);
  const runsHere = (type: string) => backends.includes(type);
  const rules = [
    refersToNothing,
    holdsNoKeys,
    leavesTheMachineAlone,
    hasPublicToolServers,
    staysAtKnownAddresses(runsHere, baseUrls),
  ];
  const subject = toSubject(document, nothing);
  const [first, ...more] = rules.flatMap((rule) => [...rule(subject)]);
  if (first) throw new Fault('config.notAllowed', factsOf([first, ...more]));
  return inScratch(bearable(toTeam(document, nothing, runsHere).team));
}

/** Whoever works in a folder works in one of its session's own. */
const inScratch = (team: Team): Team => ({
  ...team,
  agents: team.agents.map((agent) => ({ ...agent, backends: agent.backends.map(toScratch) })),
});

const toScratch = (spec: BackendSpec): BackendSpec =>
  isMakerType(spec.type) && makerOf(spec.type).dialect === 'claude-code'
    ? { ...spec, options: { ...spec.options, workspace: 'scratch' } }
    : spec;

const tooLarge = {
  path: '',
  problem: `The configuration has more than ${MAX_CONFIG_BYTES} bytes.`,
  suggestion: 'Make it shorter.',
};
