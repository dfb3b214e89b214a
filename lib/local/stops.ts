import type { RunDeps } from '../core/coordination/run-deps.ts';
import { createRecent } from '../core/shared/recent.ts';

/** Runs that are remembered, those that are over among them. */
const MAX_RUNS = 10_000;

/** The runs that this process can end early, by a signal for each. */
export interface Stops {
  readonly watch: RunDeps['watchStop'];
  readonly stop: (run: string) => void;
}

export function createStops(): Stops {
  const controllers = createRecent<AbortController>(MAX_RUNS);
  const controllerOf = (run: string) => controllers.getOr(run, () => new AbortController());
  return {
    watch: ({ run }) => ({ signal: controllerOf(run).signal, end: () => undefined }),
    stop: (run) => controllerOf(run).abort(new Error('the run was stopped')),
  };
}
