import type { RunDeps } from '../coordination/run-deps.ts';
import type { Runs } from './runs.ts';
import type { Sessions } from './sessions.ts';

export interface SessionDeps extends RunDeps {
  readonly tenant: string;
  readonly sessions: Sessions;
  readonly runs: Runs;
}
