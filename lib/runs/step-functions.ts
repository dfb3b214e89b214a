import {
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { type Attempt, machineInput, type RunStarter } from '../core/session/run-starter.ts';
import { Fault } from '../core/shared/faults.ts';
import { executionArn, executionName } from './execution-name.ts';

/** Characters, https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html */
const MAX_CAUSE = 32_768;

export interface StepFunctionsPlace {
  readonly client: SFNClient;
  readonly stateMachineArn: string;
}

/**
 * Runs on Step Functions, a standard workflow: an execution's name is its attempt's, and AWS takes a
 * name once in 90 days, so an attempt that is started twice runs once.
 */
export const createStepFunctionsStarter = ({
  client,
  stateMachineArn,
}: StepFunctionsPlace): RunStarter => ({
  start: async (attempt) => {
    const start = new StartExecutionCommand({
      stateMachineArn,
      name: executionName(attempt),
      input: JSON.stringify(machineInput(attempt)),
    });
    try {
      await client.send(start);
    } catch (error) {
      if (!(error instanceof ExecutionAlreadyExists))
        throw faultOf('run.notStarted', attempt, error);
    }
  },

  stop: async (attempt, reason) => {
    const stop = new StopExecutionCommand({
      executionArn: executionArn(stateMachineArn, executionName(attempt)),
      error: 'run.stopped',
      cause: reason.slice(0, MAX_CAUSE),
    });
    try {
      await client.send(stop);
    } catch (error) {
      if (!(error instanceof ExecutionDoesNotExist))
        throw faultOf('run.notStopped', attempt, error);
    }
  },
});

function faultOf(code: 'run.notStarted' | 'run.notStopped', { run }: Attempt, error: unknown) {
  if (!(error instanceof Error)) return error;
  const detail = error.message ? `${error.name}: ${error.message}` : error.name;
  return new Fault(code, { run, detail }, { cause: error });
}
