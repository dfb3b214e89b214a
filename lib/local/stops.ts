import type { RunDeps } from '../core/coordination/run-deps.ts';

/** The runs that this process can end early, by a signal for each. */
export interface Stops {
  readonly watch: RunDeps['watchStop'];
  readonly stop: (run: string) => void;
}

export function createStops(): Stops {
  const controllers = new Map<string, AbortController>();
  const controllerOf = (run: string) => {
    const controller = controllers.get(run) ?? new AbortController();
    controllers.set(run, controller);
    return controller;
  };
  return {
    watch: ({ run }) => ({ signal: controllerOf(run).signal, end: () => undefined }),
    stop: (run) => controllerOf(run).abort(new Error('the run was stopped')),
  };
}
