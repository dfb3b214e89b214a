import type { Allowance } from '../config/foreign-config.ts';
import type { RunStarter } from '../core/session/run-starter.ts';
import type { SessionDeps } from '../core/session/session-deps.ts';
import type { Table } from '../core/shared/table.ts';
import type { Contexts } from '../operations/contexts.ts';

/** What the routes work with: the parts of one tenant, so that nobody else's data is within reach. */
export interface Service extends SessionDeps {
  readonly table: Table;
  readonly starter: RunStarter;
  readonly allowance: Allowance;
  readonly contexts: Contexts;
}
