import { SFNClient } from '@aws-sdk/client-sfn';
import { cloudSetting } from '../lib/config/cloud.ts';
import { environment } from '../lib/config/environment.ts';
import { createStepFunctionsStarter } from '../lib/runs/step-functions.ts';
import { tracer } from './_tracer.ts';

/** Starts and stops the environment's state machine. */
export const createStarter = () =>
  createStepFunctionsStarter({
    client: tracer.captureAWSv3Client(new SFNClient()),
    stateMachineArn: cloudSetting(environment.lookup, 'stateMachine'),
  });
