import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import * as z from 'zod';
import { assembly } from './_synthesis.ts';

const Resource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DeletionPolicy: z.string().optional(),
  Metadata: z.record(z.string(), z.unknown()).optional(),
});
export type Resource = z.infer<typeof Resource> & { readonly id: string };

const Template = z.object({ Resources: z.record(z.string(), Resource) });

/** All resources of an environment's stack, or those of one type. */
export const resourcesOf = (
  environment: string,
  type?: string,
  of: CloudAssembly = assembly(),
): readonly Resource[] =>
  Object.entries(
    Template.parse(of.getStackByName(`massgen-${environment}`).template).Resources,
  ).flatMap(([id, resource]) =>
    type === undefined || resource.Type === type ? [{ id, ...resource }] : [],
  );

/** The only one of its type. */
export function resourceOf(environment: string, type: string): Resource {
  const [resource, ...others] = resourcesOf(environment, type);
  if (!resource || others.length > 0) throw new Error(`${others.length + 1} resources of ${type}`);
  return resource;
}

const Lambda = z.object({
  FunctionName: z.string(),
  Role: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }),
  Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
  Code: z.record(z.string(), z.unknown()),
  Timeout: z.number(),
  MemorySize: z.number(),
  EphemeralStorage: z.object({ Size: z.number() }).default({ Size: 512 }),
});

/** The functions of `dev` by what comes after `massgen-dev-`. */
export const functions = (of?: CloudAssembly) =>
  new Map(
    resourcesOf('dev', 'AWS::Lambda::Function', of).map(({ id, Properties }) => {
      const of = Lambda.parse(Properties);
      const about = {
        id,
        role: of.Role['Fn::GetAtt'][0],
        variables: of.Environment.Variables,
        code: of.Code,
        timeout: of.Timeout,
        memory: of.MemorySize,
        scratch: of.EphemeralStorage.Size,
      };
      return [of.FunctionName.replace('massgen-dev-', ''), about];
    }),
  );

const Machine = z.object({
  DefinitionString: z.string(),
  DefinitionSubstitutions: z.record(
    z.string(),
    z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }),
  ),
});

/** The state machine's definition, with what `fill` makes of the ids of its functions. */
export function machineOf(environment: string, fill: (id: string) => string): unknown {
  const { DefinitionString, DefinitionSubstitutions } = Machine.parse(
    resourceOf(environment, 'AWS::StepFunctions::StateMachine').Properties,
  );
  return JSON.parse(
    DefinitionString.replaceAll(/\$\{(\w+)\}/g, (whole, name) => {
      const id = DefinitionSubstitutions[name]?.['Fn::GetAtt'][0];
      return id === undefined ? whole : fill(id);
    }),
  );
}
