import type { Rule } from './rule.ts';

/** Who works on the question must be said, and said once. */
export const namesAgents: Rule = function* ({ filled }) {
  const list = filled['agents'] !== undefined;
  const single = filled['agent'] !== undefined;
  if (!list && !single)
    yield {
      path: 'agents',
      message: 'The configuration names no agents.',
      suggestion: 'Add `agents:` with an `id` and a `backend` for each agent.',
    };
  if (list && single)
    yield {
      path: 'agent',
      message: 'The configuration has both `agents` and `agent`.',
      suggestion: 'Move the one under `agent` into the list.',
    };
};
