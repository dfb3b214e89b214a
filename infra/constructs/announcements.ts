import { Duration } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { ContextCommitted } from '../../lib/core/context/context-committed.ts';
import { attributes } from '../../lib/stores/dynamodb/keys.ts';
import type { Settings } from '../settings.ts';
import type { Failures } from './failures.ts';
import type { Handler } from './handler.ts';
import type { Store } from './store.ts';

/** The bus that commits are announced on, and the archive from which they can be replayed. */
export class Announcements extends Construct {
  readonly bus: EventBus;

  constructor(scope: Construct, { name, logDays }: Settings) {
    super(scope, 'announcements');
    this.bus = new EventBus(this, 'bus', { eventBusName: `massgen-${name}` });
    this.bus.archive('archive', {
      eventPattern: {
        source: [ContextCommitted.source],
        detailType: [ContextCommitted.detailType],
      },
      retention: Duration.days(logDays),
    });
  }

  /** Matches the commits that agents on a type of backend have to act on. */
  concerning(type: string): Rule {
    return new Rule(this, `concerning-${type}`, {
      eventBus: this.bus,
      eventPattern: {
        source: [ContextCommitted.source],
        detailType: [ContextCommitted.detailType],
        detail: { data: { backends: [type] } },
      },
    });
  }

  openTo(handler: Handler): void {
    handler.allowed(['events:PutEvents'], this.bus.eventBusArn).told('bus', this.bus.eventBusName);
  }
}

/** New commits and nothing else, so that no consumer's own write comes round again. */
const newCommit = FilterCriteria.filter({
  eventName: FilterRule.isEqual('INSERT'),
  dynamodb: { NewImage: { [attributes.area]: { S: FilterRule.isEqual('contexts') } } },
});

/**
 * Wakes a handler on the table's stream, one batch of a shard at a time, so that a branch is
 * announced in order. A record that it fails on holds up those behind it for ten tries, and is then
 * given up, long before the stream forgets it after 24 hours.
 */
export function wakeOnCommits(handler: Handler, { table }: Store, failures: Failures): void {
  handler.addEventSource(
    new DynamoEventSource(table as ITable, {
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: [newCommit],
      batchSize: 100,
      bisectBatchOnError: true,
      retryAttempts: 10,
      maxRecordAge: Duration.hours(6),
      reportBatchItemFailures: true,
      onFailure: new SqsDlq(failures),
    }),
  );
}
