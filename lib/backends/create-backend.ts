import { compatible, isMakerType, type Maker, makerAt, makerOf } from '../config/makers.ts';
import type { BackendSpec } from '../core/agent/agent.ts';
import type { Backend } from '../core/agent/backend.ts';
import type { Clock } from '../core/shared/clock.ts';
import { Fault } from '../core/shared/faults.ts';
import type { Ids } from '../core/shared/ids.ts';
import { createChatCompletions } from './chat-completions/chat-completions.ts';
import { createRehearsal } from './rehearsal/rehearsal.ts';

export interface BackendContext {
  /** Whose backend it is, as faults name it. */
  readonly agent: string;
  /** All agents of the configuration, in its order. */
  readonly agentIds: readonly string[];
  /** The key that the configuration holds for this backend, if any. */
  readonly key?: string;
  /** A variable of the environment. */
  readonly lookup: (name: string) => string | undefined;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** What is sent where no key is needed: some servers, and the SDK, insist on one. */
const NO_KEY = 'not-needed';

/**
 * Makes the backend that a configuration describes; nothing is called yet. Throws
 * `config.backendNotYet`, `config.keyMissing` and `config.invalid`.
 */
export function createBackend(spec: BackendSpec, context: BackendContext): Backend {
  const { agent, agentIds, clock, ids } = context;
  const { type, options } = spec;
  if (type === 'rehearsal') {
    const script = options['script'];
    return createRehearsal({ agentIds, clock, ids, ...(script !== undefined && { script }) });
  }
  if (!isMakerType(type)) throw new Fault('config.backendNotYet', { agent, backend: type });
  const baseUrl = baseUrlOf(spec, makerOf(type), context);
  const maker = type === 'chatcompletion' ? makerBehind(baseUrl) : makerOf(type);
  const model = spec.model ?? maker.defaultModel;
  return createChatCompletions({
    type,
    baseUrl,
    key: keyOf(maker, context, type),
    ...(model !== undefined && { model }),
    quirks: maker.quirks,
    options,
    clock,
    ids,
  });
}

/** Whoever answers at an address. Nobody's key is sent to a host that is not known. */
function makerBehind(baseUrl: string): Maker {
  const type = makerAt(baseUrl);
  if (type) return makerOf(type);
  const { title, dialect, local } = makerOf('chatcompletion');
  return { title, dialect, local, keyFrom: [], quirks: compatible };
}

/** The configuration's own, else the environment's, else the maker's. */
function baseUrlOf({ options }: BackendSpec, maker: Maker, context: BackendContext): string {
  const configured = options['base_url'];
  const moved = maker.baseUrlFrom && context.lookup(maker.baseUrlFrom);
  const baseUrl = configured || moved || maker.baseUrl;
  if (typeof baseUrl === 'string' && /^https?:/i.test(baseUrl) && URL.canParse(baseUrl))
    return baseUrl;
  throw new Fault('config.invalid', {
    path: 'backend.base_url',
    problem: `Agent ${context.agent} needs an address that begins with http:// or https://.`,
    suggestion: 'Write it out, such as http://127.0.0.1:1234/v1.',
  });
}

function keyOf({ keyFrom }: Maker, { agent, key, lookup }: BackendContext, type: string): string {
  const found = key || keyFrom.map(lookup).find(Boolean);
  if (found) return found;
  if (keyFrom.length === 0) return NO_KEY;
  throw new Fault('config.keyMissing', { agent, backend: type, variables: keyFrom.join(' or ') });
}
