import { Duration } from 'aws-cdk-lib';
import {
  Dashboard,
  GraphWidget,
  type IMetric,
  Metric,
  PeriodOverride,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { NAMESPACE } from './observed.ts';

/** What is drawn, by the titles of the graphs. */
export type Graphs = Readonly<Record<string, readonly IMetric[]>>;

interface OverviewProps {
  readonly name: string;
  /** What AWS measures by itself. */
  readonly graphs: Graphs;
}

const period = Duration.minutes(5);
const WIDTH = 12;

/** What the functions say of their work: see `functions/_observed.ts`. */
const metricsOf =
  (service: string) =>
  (metricName: string, statistic: string): Metric =>
    new Metric({
      namespace: NAMESPACE,
      metricName,
      dimensionsMap: { service },
      statistic,
      label: `${metricName} ${statistic}`,
      period,
    });

const workOf = (service: string): Graphs => {
  const ours = metricsOf(service);
  return {
    'What a function’s work takes, ms': [ours('Work', 'p50'), ours('Work', 'p95')],
    'Waiting for models, ms': [ours('ModelTime', 'p50'), ours('ModelTime', 'p95')],
    'Waiting for the table, ms': [ours('TableTime', 'p50'), ours('TableTime', 'p95')],
    'Calls of models and the table, faults': [
      ours('ModelCalls', 'Sum'),
      ours('TableCalls', 'Sum'),
      ours('Faults', 'Sum'),
    ],
  };
};

/** What happens in an environment, on one page. */
export class Overview extends Dashboard {
  constructor(scope: Construct, { name, graphs }: OverviewProps) {
    super(scope, 'overview', { dashboardName: name, periodOverride: PeriodOverride.AUTO });
    const widgets = Object.entries({ ...graphs, ...workOf(name) }).map(
      ([title, left]) => new GraphWidget({ title, left: [...left], width: WIDTH }),
    );
    this.addWidgets(...widgets);
  }
}
