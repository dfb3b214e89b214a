import type { History } from '../context/history.ts';
import type { RunLog } from './run-log.ts';

/** A run as it was read, and the context that holds it. */
export interface Standing {
  readonly run: RunLog;
  readonly history: History;
}
