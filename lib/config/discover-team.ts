import type { Json } from '../core/shared/json.ts';
import type { ConfigDocument } from './config-document.ts';
import { findLocalServer, type LocalServer } from './local-server.ts';
import { type MakerType, makerOf, makers } from './makers.ts';
import { rehearsal } from './presets/rehearsal.ts';
import { threeVoices } from './presets/voices.ts';
import type { Lookup } from './variables.ts';

export interface Discovery {
  readonly kind: 'found' | 'rehearsal';
  readonly config: ConfigDocument;
  /** What was found, in a sentence for people. */
  readonly says: string;
}

/** Milliseconds that local servers have to answer. */
const PATIENCE_MS = 300;

const localTypes: readonly MakerType[] = ['lmstudio', 'ollama', 'llamacpp'];

interface Found {
  readonly id: string;
  readonly called: string;
  readonly backend: { readonly [key: string]: Json };
}

/**
 * The team for somebody who configured nothing: one agent for each key that is set and each local
 * server that answers; three voices where that is only one; else the rehearsal. Takes less than half
 * a second and never throws.
 */
export async function discoverTeam(
  lookup: Lookup,
  fetch: typeof globalThis.fetch,
): Promise<Discovery> {
  const servers = await findServers(lookup, fetch);
  const found = [...hostedBy(lookup), ...servers.map(toFound)];
  const [first, ...others] = found;
  if (!first) return nothingFound;
  const agents =
    others.length > 0
      ? found.map(({ id, backend }) => ({ id, backend }))
      : threeVoices(first.backend);
  return { kind: 'found', config: { agents }, says: `Found ${inWords(found)}.` };
}

const nothingFound: Discovery = {
  kind: 'rehearsal',
  config: rehearsal.config,
  says: 'Found no key and no local server, so scripted agents rehearse; no model is called.',
};

const inWords = (found: readonly Found[]) => {
  const called = found.map((each) => each.called);
  return [called.slice(0, -1).join(', '), called.at(-1)].filter(Boolean).join(' and ');
};

/** Makers whose key is set and who have a model of choice. */
function hostedBy(lookup: Lookup): readonly Found[] {
  const types = Object.keys(makers) as MakerType[];
  return types.flatMap((type) => {
    const { keyFrom, local, defaultModel } = makerOf(type);
    const variable = keyFrom.find((name) => lookup(name));
    if (local || !variable || !defaultModel) return [];
    return [{ id: type, called: variable, backend: { type, model: defaultModel } }];
  });
}

const toFound = ({ type, title, address, model }: LocalServer): Found => ({
  id: type,
  called: `${title} at ${address} with ${model}`,
  backend: { type, model },
});

/** Those that answered in time; who is late is not waited for. */
async function findServers(
  lookup: Lookup,
  fetch: typeof globalThis.fetch,
): Promise<readonly LocalServer[]> {
  const abort = new AbortController();
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => {
    late.resolve(undefined);
    abort.abort();
  }, PATIENCE_MS);
  const asked = localTypes.map((type) =>
    Promise.race([findLocalServer(type, lookup, fetch, abort.signal), late.promise]),
  );
  const servers = await Promise.all(asked);
  clearTimeout(timer);
  return servers.filter((server) => server !== undefined);
}
