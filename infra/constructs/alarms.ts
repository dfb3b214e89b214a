import { Duration, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

interface Trouble {
  readonly name: string;
  readonly metric: IMetric;
  /** From here on it is trouble. */
  readonly threshold: number;
  /** What has happened and what to do, for whoever is woken by it. */
  readonly says: string;
}

/** Metrics of one alarm: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html */
const MAX_METRICS = 10;

/** Where trouble is told. Who wants to hear of it subscribes: see docs/deploy.md. */
export class Alarms extends Topic {
  constructor(scope: Construct) {
    super(scope, 'alarms', { enforceSSL: true });
    const { account } = Stack.of(this);
    this.grantPublish(
      new ServicePrincipal('cloudwatch.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
    );
  }

  watch({ name, metric, threshold, says }: Trouble): void {
    const alarm = new Alarm(this, name, {
      alarmName: `${Stack.of(this).stackName}-${name}`,
      alarmDescription: says,
      metric,
      threshold,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this));
  }

  /** Of functions that nobody calls again on purpose; what a backend's throws, the state machine answers. */
  watchFunctions(functions: readonly IFunction[]): void {
    if (functions.length > MAX_METRICS) throw new Error('too many functions for one alarm');
    this.watch({
      name: 'functions-failed',
      metric: sumOf(functions.map((one) => one.metricErrors({ period: PERIOD }))),
      threshold: 5,
      says: 'Functions failed five times within a minute; the dashboard says which, and their logs why.',
    });
    this.watch({
      name: 'functions-throttled',
      metric: sumOf(functions.map((one) => one.metricThrottles({ period: PERIOD }))),
      threshold: 1,
      says: 'A function was not started because too many run at once: ask AWS for a higher quota of concurrent executions.',
    });
  }
}

const sumOf = (metrics: readonly IMetric[]): IMetric =>
  new MathExpression({
    expression: metrics.map((_, at) => `FILL(m${at}, 0)`).join(' + '),
    usingMetrics: Object.fromEntries(metrics.map((metric, at) => [`m${at}`, metric])),
    period: PERIOD,
  });

/** What a metric is summed up over. */
export const PERIOD = Duration.minutes(1);
