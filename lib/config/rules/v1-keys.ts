import type { Rule } from './rule.ts';

/** What V1 had at the top, and where it went. */
const replacements: Readonly<Record<string, string>> = {
  models: 'Write one entry under `agents` for each model.',
  model_configs: "Write each model's options into its agent's `backend`.",
  num_agents: 'Write one entry under `agents` for each agent.',
  max_rounds: 'Use `orchestrator.max_rounds`.',
  consensus_threshold: 'Leave it out: the answer with the most votes wins.',
  voting_enabled: 'Leave it out: agents always vote.',
  enable_voting: 'Leave it out: agents always vote.',
};

export const v1Keys = Object.keys(replacements);

/** A file for MassGen V1 is refused: it means something else. */
export const refusesV1: Rule = function* ({ written }) {
  for (const [key, suggestion] of Object.entries(replacements))
    if (Object.hasOwn(written, key))
      yield {
        path: key,
        message: `\`${key}\` belongs to a V1 file, which is no longer understood.`,
        suggestion,
      };
};
