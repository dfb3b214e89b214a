import type { RunDeps } from '../coordination/run-deps.ts';
import type { Reactors } from './reactors.ts';
import type { Runs } from './runs.ts';
import type { Sessions } from './sessions.ts';

export interface SessionDeps extends RunDeps {
  readonly tenant: string;
  readonly sessions: Sessions;
  readonly runs: Runs;
  readonly reactors: Reactors;
}
