import { Duration, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
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
}

/** What a metric is summed up over. */
export const PERIOD = Duration.minutes(1);
