import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import file from '../../infra/coordination.asl.json' with { type: 'json' };
import { functions, resourceOf } from './_template.ts';

/** It comes without types. */
const validate: (definition: unknown) => { readonly isValid: boolean; readonly errors: unknown } =
  createRequire(import.meta.url)('asl-validator');

const Machine = z.object({
  DefinitionString: z.string(),
  DefinitionSubstitutions: z.record(
    z.string(),
    z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }),
  ),
});

const { DefinitionString, DefinitionSubstitutions } = Machine.parse(
  resourceOf('dev', 'AWS::StepFunctions::StateMachine').Properties,
);

describe('the deployed state machine', () => {
  it('is the file that one machine interprets', () => {
    expect(JSON.parse(DefinitionString)).toEqual(file);
  });

  it('is one that Step Functions takes once its functions are filled in', () => {
    const filled = DefinitionString.replaceAll(
      /\$\{(\w+)\}/g,
      (_, name) => `arn:aws:lambda:eu-central-1:123456789012:function:${functionIn(name)}`,
    );
    expect(filled).not.toContain('${');
    expect(validate(JSON.parse(filled))).toMatchObject({ isValid: true, errors: [] });
  });

  it('has the coordinator do what needs no model', () => {
    const coordinator = functions().get('coordinate')?.id;
    for (const name of ['PlanFunction', 'RecordFaultFunction', 'FinishFunction'])
      expect(functionIn(name)).toBe(coordinator);
  });

  it('keeps its history, logs and is traced', () => {
    expect(resourceOf('dev', 'AWS::StepFunctions::StateMachine').Properties).toMatchObject({
      StateMachineType: 'STANDARD',
      LoggingConfiguration: { Level: 'ALL' },
      TracingConfiguration: { Enabled: true },
    });
  });
});

const functionIn = (name: string) => DefinitionSubstitutions[name]?.['Fn::GetAtt'][0];
