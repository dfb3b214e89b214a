import type { Json } from '../core/shared/json.ts';

/** What every scripted answer begins with: nobody may take it for a model's. */
export const REHEARSAL_NOTICE = 'Rehearsal: this answer is scripted, and no model was called.';

/** For a rehearsal agent without a script: it answers, and then votes for itself. */
export const defaultScript = (agent: string): Json => [
  { answer: `${REHEARSAL_NOTICE} Give the agent a \`script\` to make it say something else.` },
  { vote: agent, reason: 'It is the only answer that it knows.' },
];
