import { addressOf } from './address.ts';
import { type ConfigDocument, withoutNulls } from './config-document.ts';
import { fillInAllButSecrets } from './fill-in-config.ts';
import { toLimits } from './limits.ts';
import type { AgentConfig } from './schema/agent.ts';
import type { BackendConfig } from './schema/backend.ts';
import { Config } from './schema/config.ts';
import { toBackend } from './to-backend.ts';
import { requireValid } from './validate-config.ts';
import { type Lookup, requireVariables } from './variables.ts';

/**
 * A configuration with everything spelt out that a run would take for granted: one list of agents,
 * models, addresses, limits. Secrets stay as they were written: see `maskConfig`. Throws
 * `config.invalid`.
 */
export function resolveConfig(document: ConfigDocument, lookup: Lookup): ConfigDocument {
  requireValid(document, lookup);
  const config = toConfig(document, lookup);
  const { agents = [], agent, orchestrator = {}, timeout_settings = {}, ...rest } = config;
  const limits = toLimits(config);
  const team = agent ? [agent] : agents;
  const resolved = {
    agents: team.map((member) => resolveAgent(member, lookup)),
    orchestrator: {
      ...orchestrator,
      max_rounds: limits.rounds,
      max_new_answers_per_agent: limits.answersPerAgent,
      max_agent_failures: limits.agentFailures,
      turn_timeout_seconds: limits.turnSeconds,
      context: { sharing: 'answers', ...orchestrator.context },
    },
    timeout_settings: { ...timeout_settings, orchestrator_timeout_seconds: limits.runSeconds },
    ...rest,
  };
  return resolved as ConfigDocument; // made of a document's own data
}

/** A reference to a variable that is not set may stand where no text can: then it must be set. */
function toConfig(document: ConfigDocument, lookup: Lookup): Config {
  const filled = withoutNulls(fillInAllButSecrets(document, lookup));
  const parsed = Config.safeParse(filled);
  if (!parsed.success) requireVariables(document, lookup);
  return parsed.success ? parsed.data : Config.parse(filled);
}

const resolveAgent = ({ backend, fallback, ...rest }: AgentConfig, lookup: Lookup) => ({
  ...rest,
  backend: resolveBackend(backend, lookup),
  ...(fallback && { fallback: fallback.map((entry) => resolveBackend(entry, lookup)) }),
});

function resolveBackend(backend: BackendConfig, lookup: Lookup) {
  const { spec } = toBackend(backend, [], lookup);
  const address = addressOf(spec, lookup);
  return {
    ...backend,
    ...(spec.model !== undefined && { model: spec.model }),
    ...(address !== undefined && { base_url: address }),
  };
}
