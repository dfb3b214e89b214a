import type { Code, Runtime } from 'aws-cdk-lib/aws-lambda';

/** What a function is made of. */
export interface Build {
  readonly code: Code;
  readonly runtime: Runtime;
  readonly handler: string;
}
