import * as z from 'zod';

/** What a run may take. Reaching a limit ends it with a presentation from what stands. */
export const Limits = z.object({
  rounds: z.int().positive(),
  answersPerAgent: z.int().positive(),
  /** Faults in a row after which an agent is dropped. */
  agentFailures: z.int().positive(),
  runSeconds: z.number().positive(),
  turnSeconds: z.number().positive(),
  usd: z.number().positive().optional(),
  /** Input and output together. */
  tokens: z.int().positive().optional(),
});
export type Limits = z.infer<typeof Limits>;

export const defaultLimits: Limits = {
  rounds: 6,
  answersPerAgent: 3,
  agentFailures: 2,
  runSeconds: 1800,
  turnSeconds: 600,
};
