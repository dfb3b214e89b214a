import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import file from '../../infra/coordination.asl.json' with { type: 'json' };
import { functions, machineOf, resourceOf } from './_template.ts';

/** It comes without types. */
const validate: (definition: unknown) => { readonly isValid: boolean; readonly errors: unknown } =
  createRequire(import.meta.url)('asl-validator');

describe('the deployed state machine', () => {
  it('is the file that one machine interprets, and the coordinator does what needs no model', () => {
    const coordinator = functions().get('coordinate')?.id ?? '';
    const filled = JSON.stringify(file).replaceAll(/\$\{\w+Function\}/g, coordinator);
    expect(machineOf('dev', (id) => id)).toEqual(JSON.parse(filled));
  });

  it('is one that Step Functions takes', () => {
    const definition = machineOf(
      'dev',
      (id) => `arn:aws:lambda:eu-central-1:123456789012:function:${id}`,
    );
    expect(JSON.stringify(definition)).not.toContain('${');
    expect(validate(definition)).toMatchObject({ isValid: true, errors: [] });
  });

  it('keeps its history, logs and is traced', () => {
    expect(resourceOf('dev', 'AWS::StepFunctions::StateMachine').Properties).toMatchObject({
      StateMachineType: 'STANDARD',
      LoggingConfiguration: { Level: 'ALL' },
      TracingConfiguration: { Enabled: true },
    });
  });
});
