import type { BackendSpec } from '../core/agent/agent.ts';
import { isMakerType, makerOf } from './makers.ts';
import type { Lookup } from './variables.ts';

/**
 * The address that a backend is reached at: its `base_url`, else the variable that moves its maker,
 * else the maker's own. None for a backend that has no address.
 */
export function addressOf({ type, options }: BackendSpec, lookup: Lookup): string | undefined {
  const written = options['base_url'];
  if (typeof written === 'string') return written;
  if (!isMakerType(type)) return undefined;
  const { baseUrl, baseUrlFrom } = makerOf(type);
  return (baseUrlFrom && lookup(baseUrlFrom)) || baseUrl;
}
