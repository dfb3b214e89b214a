import type { Agent } from '../core/agent/agent.ts';
import type { Team } from '../core/coordination/team.ts';
import { Fault } from '../core/shared/faults.ts';
import { isBackendType } from './backend-types.ts';
import { type ConfigDocument, withoutNulls } from './config-document.ts';
import { fillInAllButSecrets } from './fill-in-config.ts';
import { type Keys, keysOf } from './keys.ts';
import { toLimits } from './limits.ts';
import { formatPath, type Path } from './path.ts';
import type { Problem } from './problem.ts';
import type { AgentConfig } from './schema/agent.ts';
import type { BackendConfig } from './schema/backend.ts';
import { Config } from './schema/config.ts';
import { toBackend } from './to-backend.ts';
import { toRedaction } from './to-redaction.ts';
import { toView } from './to-view.ts';
import { requireValid } from './validate-config.ts';
import { type Lookup, requireVariables } from './variables.ts';

export interface ToTeam {
  /** Fit to be written down: it holds no secret. */
  readonly team: Team;
  readonly keys: Keys;
  /** What the configuration says and this run does not do. */
  readonly warnings: readonly Problem[];
}

/**
 * The team that a configuration describes. Throws `config.invalid`; `config.variableMissing` for a
 * reference that leads nowhere; `config.backendNotHere` for an agent none of whose backends can run.
 */
export function toTeam(
  document: ConfigDocument,
  lookup: Lookup,
  runsHere: (type: string) => boolean = isBackendType,
): ToTeam {
  requireValid(document, lookup);
  requireVariables(document, lookup);
  const config = Config.parse(withoutNulls(fillInAllButSecrets(document, lookup)));
  const agents = agentsOf(config).map(({ agent, path }) => toAgent(agent, path, lookup, runsHere));
  const { context = {} } = config.orchestrator ?? {};
  const view = toView(
    context,
    agents.map(({ agent }) => agent.id),
  );
  const team: Team = {
    agents: agents.map(({ agent }) => agent),
    limits: toLimits(config),
    sharing: context.sharing ?? 'answers',
    ...(view && { view }),
    ...(context.redact !== undefined && { redaction: toRedaction(context.redact) }),
  };
  const written = new Map(agents.map(({ agent, keys }) => [agent.id, keys]));
  return {
    team,
    keys: keysOf(team, lookup, written),
    warnings: agents.flatMap(({ warnings }) => warnings),
  };
}

interface AgentAt {
  readonly agent: AgentConfig;
  readonly path: Path;
}

const agentsOf = ({ agents = [], agent }: Config): readonly AgentAt[] => [
  ...agents.map((entry, at) => ({ agent: entry, path: ['agents', at] })),
  ...(agent ? [{ agent, path: ['agent'] }] : []),
];

interface ToAgent {
  readonly agent: Agent;
  readonly keys: readonly (string | undefined)[];
  readonly warnings: readonly Problem[];
}

function toAgent(
  config: AgentConfig,
  path: Path,
  lookup: Lookup,
  runsHere: (type: string) => boolean,
): ToAgent {
  const named = backendsOf(config, path);
  const runnable = named.filter(({ backend }) => runsHere(backend.type));
  if (runnable.length === 0)
    throw new Fault('config.backendNotHere', { agent: config.id, backend: config.backend.type });
  const backends = runnable.map(({ backend, at }) => toBackend(backend, at, lookup));
  const systemMessage = systemMessageOf(config);
  return {
    agent: {
      id: config.id,
      ...(systemMessage && { systemMessage }),
      backends: backends.map(({ spec }) => spec),
    },
    keys: backends.map(({ key }) => key),
    warnings: [
      ...named.filter((entry) => !runnable.includes(entry)).map(passedOver),
      ...backends.flatMap(({ warnings }) => warnings),
    ],
  };
}

interface BackendAt {
  readonly backend: BackendConfig;
  readonly at: Path;
}

const backendsOf = ({ backend, fallback = [] }: AgentConfig, path: Path): readonly BackendAt[] => [
  { backend, at: [...path, 'backend'] },
  ...fallback.map((entry, at) => ({ backend: entry, at: [...path, 'fallback', at] })),
];

const passedOver = ({ backend, at }: BackendAt): Problem => ({
  path: formatPath([...at, 'type']),
  message: `${backend.type} does not run here and is passed over.`,
  suggestion: '',
});

/** The agent's own system message, else its backend's; then what is to follow it. */
const systemMessageOf = ({ system_message, append_system_prompt, backend }: AgentConfig) =>
  [
    system_message ?? backend.system_message ?? backend.system_prompt,
    append_system_prompt ?? backend.append_system_prompt,
  ]
    .filter((part) => part?.trim())
    .join('\n\n');
