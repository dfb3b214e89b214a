import * as z from 'zod';
import { Agent } from '../agent/agent.ts';
import { Redaction } from '../context/redactor.ts';
import { ViewSettings } from '../view/view-settings.ts';
import { Limits } from './limits.ts';

/**
 * What agents see of one another. `answers`: each answer while the run goes on. `transcript`: what
 * led to it as well. `none`: nothing until every agent has answered by itself, then the answers, to vote.
 */
export const Sharing = z.enum(['answers', 'transcript', 'none']);
export type Sharing = z.infer<typeof Sharing>;

/** Who works on a question, and within which limits. */
export const Team = z.object({
  agents: z.array(Agent).min(1),
  limits: Limits,
  sharing: Sharing,
  /** What is masked of all that the run writes down; without it: everything that looks like a secret. */
  redaction: Redaction.optional(),
  /** What agents are shown beside the answers; defaults where transcripts are shared, else nothing. */
  view: ViewSettings.optional(),
});
export type Team = z.infer<typeof Team>;
