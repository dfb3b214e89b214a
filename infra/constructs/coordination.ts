import { ArnFormat, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import {
  DefinitionBody,
  LogLevel,
  StateMachine,
  StateMachineType,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import definition from '../coordination.asl.json' with { type: 'json' };
import type { Settings } from '../settings.ts';
import { type Alarms, PERIOD } from './alarms.ts';
import type { Handler } from './handler.ts';
import type { Graphs } from './overview.ts';

/** A run that somebody stops is an execution that is aborted, and no trouble. */
const MANY_STOPS = 10;

interface CoordinationProps {
  readonly settings: Settings;
  /** Does what needs no model. */
  readonly coordinate: Handler;
  /** Those that the plan may name. */
  readonly backends: readonly Handler[];
  readonly alarms: Alarms;
}

/** The state machine that carries runs out: the very definition that is interpreted on one machine. */
export class Coordination extends Construct {
  private readonly name: string;
  readonly graphs: Graphs;
  private readonly machine: StateMachine;
  /** Matches executions that ended without their last step. */
  readonly over: Rule;

  constructor(scope: Construct, { settings, coordinate, backends, alarms }: CoordinationProps) {
    super(scope, 'coordination');
    this.name = `massgen-${settings.name}`;
    this.machine = new StateMachine(this, 'machine', {
      stateMachineName: this.name,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(JSON.stringify(definition)),
      definitionSubstitutions: {
        PlanFunction: coordinate.functionArn,
        RecordFaultFunction: coordinate.functionArn,
        FinishFunction: coordinate.functionArn,
      },
      tracingEnabled: true,
      logs: {
        level: LogLevel.ALL,
        destination: new LogGroup(this, 'log', {
          logGroupName: `/aws/vendedlogs/states/${this.name}`,
          retention: settings.logDays,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.machine.addToRolePolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: [coordinate, ...backends].map(({ functionArn }) => functionArn),
      }),
    );
    Validations.of(this.machine).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'X-Ray and the delivery of logs know no resources to name.',
    });
    Validations.of(scope).acknowledge({
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${this.name}:*]`,
      reason: 'An execution is named after its run: a right to stop one is a right to stop any.',
    });
    this.over = new Rule(this, 'over', {
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
          stateMachineArn: [this.machine.stateMachineArn],
        },
      },
    });
    this.graphs = {
      Runs: [
        this.machine.metricStarted(),
        this.machine.metricSucceeded(),
        this.machine.metricFailed(),
        this.machine.metricTimedOut(),
        this.machine.metricAborted(),
      ],
    };
    alarms.watch({
      name: 'executions-timed-out',
      metric: this.machine.metricTimedOut({ period: PERIOD }),
      threshold: 1,
      says: 'An execution of the state machine did not come to its end in its time; run-over ended its run, and the log of the machine says where it stood.',
    });
    alarms.watch({
      name: 'executions-aborted',
      metric: this.machine.metricAborted({ period: PERIOD }),
      threshold: MANY_STOPS,
      says: 'Many executions were stopped within a minute. Whoever stops a run stops one: look who has stopped these.',
    });
    alarms.watch({
      name: 'executions-failed',
      metric: this.machine.metricFailed({ period: PERIOD }),
      threshold: 1,
      says: 'An execution of the state machine failed, which no fault of a maker or an agent leads to; its log says where.',
    });
  }

  openTo(handler: Handler): void {
    handler
      .allowed(['states:StartExecution'], this.machine.stateMachineArn)
      .told('stateMachine', this.machine.stateMachineArn);
  }

  /** An execution has an ARN of its own, `arn:...:execution:MACHINE:NAME`. */
  stoppableBy(handler: Handler): void {
    const executions = Stack.of(this).formatArn({
      service: 'states',
      resource: 'execution',
      resourceName: `${this.name}:*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    handler.allowed(['states:StopExecution'], executions);
  }
}
