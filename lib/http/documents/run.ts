import * as z from 'zod';
import { RunResult, RunStatus } from '../../core/coordination/run-result.ts';

/** Exactly one of `config` and `preset` says who answers. */
export const RunBody = z.strictObject({
  question: z.string(),
  config: z.unknown().optional(),
  preset: z.string().optional(),
  sessionId: z.string().optional(),
});

export const StartedRun = z.object({ runId: z.string(), sessionId: z.string() });

export const RunSoFar = RunResult.extend({
  status: z.union([RunStatus, z.enum(['queued', 'running'])]),
  context: z.object({
    id: z.string(),
    branch: z.string(),
    version: z.int().nonnegative(),
    hash: z.string(),
  }),
});

/** As `--events` prints it. */
export const RunEvent = z.looseObject({
  type: z.enum([
    'run.started',
    'round.started',
    'agent.started',
    'agent.delta',
    'agent.answer',
    'agent.vote',
    'agent.fault',
    'context.committed',
    'run.finished',
  ]),
  at: z.string(),
  run: z.string(),
  session: z.string(),
  round: z.number().exactOptional(),
  agent: z.string().exactOptional(),
  version: z.number().exactOptional(),
});
