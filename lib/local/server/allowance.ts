import { backendTypes } from '../../config/backend-types.ts';
import { cloudList } from '../../config/cloud.ts';
import type { Allowance } from '../../config/foreign-config.ts';
import { isMakerType, makerOf } from '../../config/makers.ts';
import type { Lookup } from '../../config/variables.ts';

/**
 * What a configuration that comes over the network may use on this machine: the backends whose keys
 * are here and the machine's own model servers, and what the variables of a deployed function name.
 */
export function allowanceFrom(lookup: Lookup): Allowance {
  const named = cloudList(lookup, 'backends');
  return {
    backends: named.length > 0 ? named : backendTypes.filter((type) => isUsable(type, lookup)),
    baseUrls: [...cloudList(lookup, 'baseUrls'), ...localServers(lookup)],
  };
}

function isUsable(type: string, lookup: Lookup): boolean {
  if (!isMakerType(type)) return true;
  const { keyFrom } = makerOf(type);
  return keyFrom.length === 0 || keyFrom.some((name) => lookup(name));
}

const localServers = (lookup: Lookup): readonly string[] =>
  backendTypes.flatMap((type) => {
    if (!isMakerType(type) || !makerOf(type).local) return [];
    const { baseUrl, baseUrlFrom } = makerOf(type);
    const moved = baseUrlFrom === undefined ? undefined : lookup(baseUrlFrom);
    return [baseUrl, moved].flatMap((url) => url ?? []);
  });
