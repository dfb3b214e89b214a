import { Duration } from 'aws-cdk-lib';
import type { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { Failures } from './failures.ts';
import type { Handler } from './handler.ts';

const maxEventAge = Duration.hours(2);

/**
 * Calls a handler on a rule, and again when it fails, unless it is called soon anyway. What cannot be
 * delivered is kept, and so is what the handler fails on.
 */
export function onRule(rule: Rule, handler: Handler, failures: Failures, retryAttempts = 2): void {
  rule.addTarget(
    new LambdaFunction(handler, { deadLetterQueue: failures, retryAttempts: 20, maxEventAge }),
  );
  handler.configureAsyncInvoke({
    onFailure: new SqsDestination(failures),
    retryAttempts,
    maxEventAge,
  });
}
