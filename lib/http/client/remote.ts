import type { Clock } from '../../core/shared/clock.ts';
import type { Ids } from '../../core/shared/ids.ts';

/** A service somewhere else, and what it takes to speak to it. */
export interface Remote {
  /** Its routes are below this one. */
  readonly url: string;
  readonly token: string;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Pick<Clock, 'pause' | 'timeout'>;
  readonly ids: Pick<Ids, 'next'>;
}
