import type { BackendSpec } from '../core/agent/agent.ts';
import type { Team } from '../core/coordination/team.ts';
import { Fault } from '../core/shared/faults.ts';
import { addressOf } from './address.ts';
import { isMakerType, makerAt, makerOf, makers } from './makers.ts';
import { fillIn, type Lookup, refersToVariables } from './variables.ts';

/**
 * By agent id, the key of each of its backends, in their order. Held in memory only, and a map, so
 * that it turns into nothing where somebody prints it.
 */
export type Keys = ReadonlyMap<string, readonly (string | undefined)[]>;

/**
 * The keys of a team, each from the first of: its `api_key` as the configuration wrote it out
 * (`written`), its `api_key` as a reference, its maker's variables.
 */
export const keysOf = (team: Team, lookup: Lookup, written: Keys = new Map()): Keys =>
  new Map(
    team.agents.map(({ id, backends }) => [
      id,
      backends.map((spec, at) => written.get(id)?.[at] ?? keyOf(spec, lookup)),
    ]),
  );

/** The key of one backend, from its reference or its maker's variables. */
export function keyOf(spec: BackendSpec, lookup: Lookup): string | undefined {
  const referred = spec.options['api_key'];
  const { variables } = needOf(spec, lookup);
  if (typeof referred !== 'string') return variables.map(lookup).find(Boolean);
  const key = fillIn(referred, lookup);
  return refersToVariables(key) ? undefined : key;
}

/** Every maker's key that the environment holds, and what opens a service. */
export const keysIn = (lookup: Lookup): readonly string[] =>
  ['MASSGEN_TOKEN', ...Object.values(makers).flatMap(({ keyFrom }) => keyFrom)].flatMap(
    (name) => lookup(name) ?? [],
  );

/** Throws `config.keyMissing` for the first backend of a team, fallbacks included, that lacks its key. */
export function requireKeys(team: Team, keys: Keys, lookup: Lookup): void {
  for (const { id, backends } of team.agents)
    for (const [at, spec] of backends.entries()) {
      const { variables, needed } = needOf(spec, lookup);
      if (!needed || keys.get(id)?.[at]) continue;
      throw new Fault('config.keyMissing', {
        agent: id,
        backend: spec.type,
        variables: variables.join(' or '),
      });
    }
}

interface Need {
  readonly variables: readonly string[];
  readonly needed: boolean;
}

const nothing: Need = { variables: [], needed: false };

/**
 * Which variables may hold a backend's key. One that speaks to any compatible server takes the key of
 * whoever owns the address, and none for a stranger: a key is never sent where it does not belong.
 */
function needOf(spec: BackendSpec, lookup: Lookup): Need {
  if (!isMakerType(spec.type)) return nothing;
  const own = makerOf(spec.type).keyFrom;
  if (spec.type !== 'chatcompletion') return { variables: own, needed: own.length > 0 };
  const owner = makerAt(addressOf(spec, lookup) ?? '');
  if (owner) return { variables: makerOf(owner).keyFrom, needed: true };
  const movedByTheOperator = spec.options['base_url'] === undefined;
  return movedByTheOperator ? { variables: own, needed: false } : nothing;
}
