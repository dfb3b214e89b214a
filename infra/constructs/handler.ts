import { type Duration, RemovalPolicy, type Size, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { type CloudVariable, cloudVariables, functionNameOf } from '../../lib/config/cloud.ts';
import type { Build } from '../build.ts';
import type { Settings } from '../settings.ts';
import { observed } from './observed.ts';

export interface HandlerProps {
  readonly settings: Settings;
  /** Of the function, after `massgen-ENVIRONMENT-`. */
  readonly name: string;
  readonly build: Build;
  readonly timeout: Duration;
  /** MB; a share of the processor comes with it. */
  readonly memory: number;
  /** What may lie in its /tmp; 512 MB unless it is said. */
  readonly scratch?: Size;
}

/** A function with a role and a log group of its own. It may do nothing but log until it is given more. */
export class Handler extends LambdaFunction {
  constructor(scope: Construct, props: HandlerProps) {
    const { settings, name, build, timeout, memory, scratch } = props;
    const functionName = functionNameOf(settings.name, name);
    const logGroup = new LogGroup(scope, `${name}-log`, {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: settings.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(scope, `${name}-role`, {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    logGroup.grantWrite(role);
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'X-Ray knows no resources to name.',
    });
    super(scope, name, {
      functionName,
      architecture: Architecture.ARM_64,
      ...build,
      role,
      logGroup,
      timeout,
      memorySize: memory,
      ...(scratch && { ephemeralStorageSize: scratch }),
      tracing: Tracing.ACTIVE,
      environment: { ...observed(settings.name), [cloudVariables.environment]: settings.name },
    });
  }

  /** Says where something is that the function was given a right to, or how it is to behave. */
  told(variable: CloudVariable, value: string): this {
    return this.addEnvironment(cloudVariables[variable], value);
  }

  allowed(actions: readonly string[], ...resources: readonly string[]): this {
    this.addToRolePolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
    return this;
  }
}
