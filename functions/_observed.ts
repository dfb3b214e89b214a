import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { type Fault, toFault } from '../lib/core/shared/faults.ts';
import { createHopMeter } from '../lib/runtime/hops.ts';
import { traced } from './_tracer.ts';

export const logger = new Logger();
const metrics = new Metrics();

/** What this function's work takes, hop by hop. */
export const hops = createHopMeter();

/** The ids that every line of the log bears, as far as they are known. */
export interface LogIds {
  /** What API Gateway calls a request. */
  readonly request?: string;
  readonly run?: string;
  readonly session?: string;
  readonly agent?: string;
  readonly round?: number;
}

/**
 * A handler whose lines bear ids, and that says what its work took. What goes wrong is thrown on as
 * a fault: its name is its code, which is what the state machine matches.
 */
export const observed =
  <In, Out>(work: (event: In) => Promise<Out>, idsOf: (event: In) => LogIds = () => ({})) =>
  async (event: In, context: Context): Promise<Out> => {
    const from = performance.now();
    logger.addContext(context);
    logger.resetKeys();
    hops.take();
    try {
      const ids = { ...idsOf(event) };
      logger.appendKeys(ids);
      return await traced(ids, () => work(event));
    } catch (error) {
      const fault = toFault(error);
      logFault(fault);
      throw fault;
    } finally {
      report(performance.now() - from);
    }
  };

/** Writes down and counts what went wrong. */
export function logFault(fault: Fault): void {
  logger.error(fault.message, { error: fault, code: fault.code, facts: fault.facts });
  metrics.addMetric('Faults', MetricUnit.Count, 1);
  metrics.addMetadata('code', fault.code);
}

function report(ms: number) {
  const { table, model } = hops.take();
  logger.info('done', { ms, hops: { table, model } });
  metrics.addMetric('Work', MetricUnit.Milliseconds, ms);
  metrics.addMetric('TableCalls', MetricUnit.Count, table.calls);
  metrics.addMetric('TableTime', MetricUnit.Milliseconds, table.ms);
  metrics.addMetric('ModelCalls', MetricUnit.Count, model.calls);
  metrics.addMetric('ModelTime', MetricUnit.Milliseconds, model.ms);
  metrics.publishStoredMetrics();
}
