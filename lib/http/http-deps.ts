import type { Fault } from '../core/shared/faults.ts';
import type { Health } from './health.ts';
import type { About } from './operation.ts';
import type { Service } from './service.ts';

/** What the surface needs of the place that it is served in. */
export interface HttpDeps {
  /** What a token opens: the parts of its tenant, and of nobody else's. Undefined: nothing. */
  readonly open: (token: string) => Promise<Service | undefined>;
  readonly health: Health;
  /** Whether the place can hand over a stream while it goes on; else it waits for a while and closes. */
  readonly canStream: boolean;
  /** Bytes of an answer that the place can carry; without it any number. */
  readonly maxAnswerBytes?: number;
  /** Aborts when the place closes: whoever listens is told no more. */
  readonly ending?: AbortSignal;
  /** Whether a `Host` is one of the place's own names; without it any is. */
  readonly isHost?: (host: string) => boolean;
  /** What the place calls a request, by what it hands over with it. */
  readonly requestIdOf: (env: unknown) => string;
  /** Told which run or session a request is about, as soon as that is known. */
  readonly about: (about: About) => void;
  /** Told of what is for the operator to mend, with the id of the request that it spoilt. */
  readonly report: (fault: Fault, request: string) => void;
}

/** What the app keeps with a request. */
export type Env = { Variables: { request: string } };
