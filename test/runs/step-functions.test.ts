import {
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  SFNClient,
  SFNServiceException,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { executionName } from '../../lib/runs/execution-name.ts';
import { createStepFunctionsStarter } from '../../lib/runs/step-functions.ts';
import { ACCOUNT } from '../support/aws-account.ts';

const ATTEMPT = { tenant: 'tenant', context: 'ctx', run: 'run_1', attempt: 2 };
const MACHINE = 'arn:aws:states:eu-central-1:123456789012:stateMachine:massgen';
const EXECUTION = 'arn:aws:states:eu-central-1:123456789012:execution:massgen:run_1-2';

function openStarter() {
  const client = new SFNClient(ACCOUNT);
  const starter = createStepFunctionsStarter({ client, stateMachineArn: MACHINE });
  return { starter, mock: mockClient(client) };
}

const said = { message: 'So it is.', $metadata: {} };

it('a run is started under the name of its attempt, with what the machine begins with', async () => {
  const { starter, mock } = openStarter();
  mock.on(StartExecutionCommand).resolves({});
  await starter.start(ATTEMPT);
  const [call] = mock.commandCalls(StartExecutionCommand);
  expect(call?.args[0].input).toEqual({
    stateMachineArn: MACHINE,
    name: 'run_1-2',
    input: JSON.stringify({ tenant: 'tenant', context: 'ctx', run: 'run_1', round: 0 }),
  });
});

it('an attempt that was started before is fine', async () => {
  const { starter, mock } = openStarter();
  mock.on(StartExecutionCommand).rejects(new ExecutionAlreadyExists(said));
  await expect(starter.start(ATTEMPT)).resolves.toBeUndefined();
});

it('a machine that does not start a run is a fault that says why', async () => {
  const { starter, mock } = openStarter();
  const error = new SFNServiceException({ ...said, name: 'ThrottlingException', $fault: 'client' });
  mock.on(StartExecutionCommand).rejects(error);
  await expect(starter.start(ATTEMPT)).rejects.toMatchObject({
    code: 'run.notStarted',
    facts: { run: 'run_1', detail: 'ThrottlingException: So it is.' },
  });
});

it('the execution of an attempt is stopped, and told why', async () => {
  const { starter, mock } = openStarter();
  mock.on(StopExecutionCommand).resolves({});
  await starter.stop(ATTEMPT, `stopped by a person ${'x'.repeat(40_000)}`);
  const [call] = mock.commandCalls(StopExecutionCommand);
  expect(call?.args[0].input).toMatchObject({ executionArn: EXECUTION, error: 'run.stopped' });
  expect(call?.args[0].input.cause).toMatch(/^stopped by a person x+$/);
  expect(call?.args[0].input.cause).toHaveLength(32_768);
});

it('an execution that never was is stopped already', async () => {
  const { starter, mock } = openStarter();
  mock.on(StopExecutionCommand).rejects(new ExecutionDoesNotExist(said));
  await expect(starter.stop(ATTEMPT, 'stopped')).resolves.toBeUndefined();
});

it('a machine that does not stop a run is a fault that says why', async () => {
  const { starter, mock } = openStarter();
  mock.on(StopExecutionCommand).rejects(new Error('socket hang up'));
  await expect(starter.stop(ATTEMPT, 'stopped')).rejects.toMatchObject({
    code: 'run.notStopped',
    facts: { run: 'run_1', detail: 'Error: socket hang up' },
  });
});

it('whatever a run is called, its executions have names that AWS takes, each its own', () => {
  const attempt = fc.record({ run: fc.string({ maxLength: 200 }), attempt: fc.nat() });
  fc.assert(
    fc.property(attempt, attempt, (left, right) => {
      expect(executionName(left)).toMatch(/^[A-Za-z0-9_-]{1,80}$/);
      const isSame = left.run === right.run && left.attempt === right.attempt;
      expect(executionName(left) === executionName(right)).toBe(isSame);
    }),
  );
});
