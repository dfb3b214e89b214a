import type { Agent } from '../agent/agent.ts';
import type { Backend } from '../agent/backend.ts';
import type { Toolbox } from '../agent/toolbox.ts';
import type { ContextLog } from '../context/context-log.ts';
import type { Delta } from '../message/delta.ts';
import type { Usage } from '../message/usage.ts';
import type { Clock } from '../shared/clock.ts';
import type { Ids } from '../shared/ids.ts';
import type { Viewer } from '../view/viewer.ts';
import type { RunOrder } from './orders.ts';

/** One agent's model, as a turn asks for it. */
export interface Seat {
  readonly run: string;
  readonly agent: Agent;
  /** 0: its own backend; from 1: its fallbacks. */
  readonly backend: number;
  /** All agents of the team, in config order. */
  readonly team: readonly string[];
  /** Where it speaks as one of a session's agents; a call that stands alone has no session. */
  readonly session?: { readonly tenant: string; readonly context: string };
}

/** Its signal aborts when the run is stopped. */
export interface StopWatch {
  readonly signal: AbortSignal;
  readonly end: () => void;
}

/** What the tasks of a run need of the place they run in. */
export interface RunDeps {
  readonly log: ContextLog;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Throws `config.keyMissing` and `config.backendNotHere`. */
  readonly backendFor: (seat: Seat) => Backend;
  /**
   * What the agent may use beside its model; the signal ends the wait for its servers. Throws
   * `tools.unavailable` and `config.invalid`.
   */
  readonly toolboxFor: (seat: Seat, signal: AbortSignal) => Promise<Toolbox>;
  /** USD; null where no price is known. */
  readonly costOf: (type: string, model: string, usage: Usage) => number | null;
  /** The function that runs turns on a type of backend. */
  readonly functionFor: (type: string) => string;
  /** Pieces of replies while they are written; for eyes only. */
  readonly onDelta: (run: string, agent: string, delta: Delta) => void;
  /** Milliseconds that a turn may take where it runs. */
  readonly longestTurn: number;
  /** Shows agents what is shared; made when a team shares something beside answers. */
  readonly viewer: () => Promise<Viewer>;
  /** Looks out for the run's being stopped, until it is ended. */
  readonly watchStop: (order: RunOrder) => StopWatch;
}
