import * as z from 'zod';
import { Coordination } from './coordination.ts';
import { idle, places } from './places.ts';
import { SharedContext } from './shared-context.ts';
import { DAY_SECONDS, OrchestratorTimeout } from './timeout-settings.ts';

const Budget = z.looseObject({
  usd: z.number().positive().optional().describe('Most that a run may cost, in US dollars.'),
  tokens: z
    .int()
    .positive()
    .optional()
    .describe('Most tokens of a run, input and output together.'),
});

const inTheContext = 'The versioned context takes its place.';

/** MassGen's keys that do nothing here, v0.1.97 among them. */
const idleKeys = {
  ...idle(
    'voting_sensitivity',
    'voting_threshold',
    'answer_novelty_requirement',
    'skip_coordination_rounds',
    'skip_voting',
    'skip_final_presentation',
    'debug_final_answer',
    'dspy',
    'context_paths',
    'coordination_mode',
    'presenter_agent',
    'final_answer_strategy',
    'max_new_answers_global',
    'fairness_enabled',
    'fairness_lead_cap_answers',
    'max_midstream_injections_per_round',
    'defer_peer_updates_until_restart',
    'allow_midstream_peer_updates_before_checklist_submit',
    'checklist_require_gap_report',
    'gap_report_mode',
    'use_two_tier_workspace',
    'write_mode',
    'drift_conflict_policy',
    'enable_rate_limit',
    'enable_nlip',
    'nlip_config',
    'main_agent',
  ),
  snapshot_storage: inTheContext,
  agent_temporary_workspace: inTheContext,
  session_storage: 'Sessions are kept in the folder that --data names.',
  disable_injection: 'Use `context.sharing: none`.',
  defer_voting_until_all_answered: 'Use `context.sharing: none`.',
};

export const Orchestrator = z
  .looseObject({
    max_rounds: z.int().positive().max(1000).optional().describe('Most rounds of a run.'),
    max_new_answers_per_agent: z.int().positive().optional().describe('Then it can only vote.'),
    max_agent_failures: z
      .int()
      .positive()
      .optional()
      .describe('Failures in a row after which an agent is dropped.'),
    turn_timeout_seconds: z
      .number()
      .positive()
      .max(DAY_SECONDS)
      .optional()
      .describe('Longest time for one agent in one round.'),
    budget: Budget.optional().describe('What a run may spend.'),
    context: SharedContext.optional().describe('What agents share.'),
    timeout: OrchestratorTimeout.optional().describe('Another place for `timeout_settings`.'),
    coordination: Coordination.optional(),
  })
  .register(places, { idle: idleKeys, below: ['context', 'budget', 'coordination'] });
