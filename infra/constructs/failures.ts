import { Duration, Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { type Alarms, PERIOD } from './alarms.ts';

/**
 * Where the events end that a function could not be given or could not deal with. It is an alarm and no
 * memory: what they told of is in the log.
 */
export class Failures extends Queue {
  constructor(scope: Construct, name: string, alarms: Alarms) {
    super(scope, `${name}-failures`, { enforceSSL: true, retentionPeriod: Duration.days(14) });
    alarms.watch({
      name: `${name}-failures`,
      metric: this.metricApproximateNumberOfMessagesVisible({ period: PERIOD, statistic: 'max' }),
      threshold: 1,
      says: `Events that ${name} failed on wait in a queue; its log says why. What they told of is in the table, and catch-up finds it there. Purge the queue when the cause is gone.`,
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'This is a dead-letter queue: a function and a rule send to it, and nobody reads it.',
    });
  }
}
