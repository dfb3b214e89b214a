import { BackendSpec } from '../core/agent/agent.ts';
import { isMakerType, makerOf } from './makers.ts';
import { formatPath, type Path } from './path.ts';
import type { Problem } from './problem.ts';
import type { BackendConfig } from './schema/backend.ts';
import { isControlKey } from './schema/control-keys.ts';
import { isSecret } from './secrets.ts';
import { stringsIn } from './strings.ts';
import { fillIn, isReference, type Lookup } from './variables.ts';

export interface ToBackend {
  readonly spec: BackendSpec;
  /** Its key, where the configuration wrote it out. */
  readonly key: string | undefined;
  readonly warnings: readonly Problem[];
}

/**
 * A backend as a run writes it down: with what is for the provider, and without secrets. A key that
 * is written out leaves the options; a reference to one stays.
 */
export function toBackend(config: BackendConfig, path: Path, lookup: Lookup): ToBackend {
  const fates = Object.entries(config).map(([key, value]) => ({
    key,
    value,
    fate: fateOf(key, value, config.type),
  }));
  const options = fates.filter(({ fate }) => fate === 'kept');
  const model = config.model ?? defaultModelOf(config.type);
  return {
    spec: BackendSpec.parse({
      type: config.type,
      ...(model !== undefined && { model }),
      options: Object.fromEntries(options.map(({ key, value }) => [key, value])),
    }),
    key: writtenKey(config, lookup),
    warnings: fates.flatMap(({ key, fate }) => {
      const message = sayings[fate]?.(key, config.type);
      return message ? [{ path: formatPath([...path, key]), message, suggestion: '' }] : [];
    }),
  };
}

/** `elsewhere`: the spec, the agent or the keys have it. `idle`: it does nothing with this backend. */
type Fate = 'kept' | 'elsewhere' | 'idle' | 'secret';

const sayings: Partial<Record<Fate, (key: string, type: string) => string>> = {
  idle: (key, type) => `\`${key}\` has no effect with ${type}.`,
  secret: (key) => `\`${key}\` holds a secret and is left out: only \`api_key\` may hold one.`,
};

const hadElsewhere: readonly string[] = [
  'type',
  'model',
  'system_message',
  'system_prompt',
  'append_system_prompt',
];

function fateOf(key: string, value: unknown, type: string): Fate {
  if (hadElsewhere.includes(key)) return 'elsewhere';
  if (key === 'api_key') return isReference(String(value)) ? 'kept' : 'elsewhere';
  if (isIdle(key, type)) return value === false ? 'elsewhere' : 'idle';
  return holdsSecret(key, value) ? 'secret' : 'kept';
}

const isIdle = (key: string, type: string) =>
  (isControlKey(key) && !steeredBy(type).includes(key)) ||
  (key === 'script' && type !== 'rehearsal');

/** The keys that steer what a backend of this type can use. */
const steeredBy = (type: string): readonly string[] =>
  isMakerType(type)
    ? [
        ...['mcp_servers', 'allowed_tools', 'exclude_tools'],
        ...(makerOf(type).steering ?? []),
        ...(makerOf(type).builtInTools ?? []),
      ]
    : [];

const holdsSecret = (key: string, value: unknown) =>
  [...stringsIn(value, [key])].some(({ text, path }) => isSecret(path, text));

const defaultModelOf = (type: string) =>
  isMakerType(type) ? makerOf(type).defaultModel : undefined;

const writtenKey = ({ api_key }: BackendConfig, lookup: Lookup) =>
  api_key === undefined || isReference(api_key) ? undefined : fillIn(api_key, lookup);
