import * as z from 'zod';
import { places } from './places.ts';

export const DAY_SECONDS = 86_400;

/** As long as a state machine of AWS may run: a year. */
const YEAR_SECONDS = 365 * DAY_SECONDS;

const orchestratorTimeoutSeconds = z
  .number()
  .positive()
  .max(YEAR_SECONDS)
  .optional()
  .describe('Longest time for a run; then the best answer so far is presented. Default 1800.');

export const OrchestratorTimeout = z.looseObject({
  orchestrator_timeout_seconds: orchestratorTimeoutSeconds,
});

const byTurn = 'Use `orchestrator.turn_timeout_seconds`.';

export const TimeoutSettings = z
  .looseObject({
    orchestrator_timeout_seconds: orchestratorTimeoutSeconds,
    initial_round_timeout_seconds: z.number().positive().optional(),
    subsequent_round_timeout_seconds: z.number().positive().optional(),
    round_timeout_grace_seconds: z.number().min(0).optional(),
  })
  .register(places, {
    idle: {
      initial_round_timeout_seconds: byTurn,
      subsequent_round_timeout_seconds: byTurn,
      round_timeout_grace_seconds: byTurn,
    },
  });
