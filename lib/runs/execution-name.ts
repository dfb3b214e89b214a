import type { Attempt } from '../core/session/run-starter.ts';
import { sha256 } from '../core/shared/hash.ts';

/**
 * What an execution is called: its run and its attempt, in at most 80 of the characters that
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html takes and
 * CloudWatch can log. A run whose id does not fit is named by its hash.
 */
export const executionName = ({ run, attempt }: Pick<Attempt, 'run' | 'attempt'>): string =>
  `${/^[\w-]{1,64}$/.test(run) ? run : sha256(run)}-${attempt}`;

/** `arn:PARTITION:states:REGION:ACCOUNT:stateMachine:NAME`, and an execution of it beside it. */
export const executionArn = (stateMachineArn: string, name: string): string =>
  `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
