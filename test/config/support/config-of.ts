import type { ConfigDocument } from '../../../lib/config/config-document.ts';
import type { Lookup } from '../../../lib/config/variables.ts';
import type { Json } from '../../../lib/core/shared/json.ts';

/** An environment that holds these variables and no others. */
export const environmentOf =
  (variables: Readonly<Record<string, string>> = {}): Lookup =>
  (name) =>
    Object.hasOwn(variables, name) ? variables[name] : undefined;

type Members = { readonly [key: string]: Json };

/** One agent with this backend. */
export const oneAgent = (backend: Members, agent: Members = {}): ConfigDocument => ({
  agents: [{ id: 'solo', backend, ...agent }],
});

/** One agent that rehearses, in a configuration that says this as well. */
export const rehearsing = (more: Members): ConfigDocument => ({
  ...oneAgent({ type: 'rehearsal' }),
  ...more,
});
