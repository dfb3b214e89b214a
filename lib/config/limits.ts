import { defaultLimits, type Limits } from '../core/coordination/limits.ts';
import type { Config } from './schema/config.ts';

/** What a run may take: what the configuration says, else the defaults. */
export function toLimits({ orchestrator = {}, timeout_settings = {} }: Config): Limits {
  const { budget = {}, timeout = {} } = orchestrator;
  return {
    rounds: orchestrator.max_rounds ?? defaultLimits.rounds,
    answersPerAgent: orchestrator.max_new_answers_per_agent ?? defaultLimits.answersPerAgent,
    agentFailures: orchestrator.max_agent_failures ?? defaultLimits.agentFailures,
    turnSeconds: orchestrator.turn_timeout_seconds ?? defaultLimits.turnSeconds,
    runSeconds:
      timeout_settings.orchestrator_timeout_seconds ??
      timeout.orchestrator_timeout_seconds ??
      defaultLimits.runSeconds,
    ...(budget.usd !== undefined && { usd: budget.usd }),
    ...(budget.tokens !== undefined && { tokens: budget.tokens }),
  };
}
