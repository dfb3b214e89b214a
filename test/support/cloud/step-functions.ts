import { ExecutionAlreadyExists } from '@aws-sdk/client-sfn';
import { StateMachine } from 'aws-local-stepfunctions';

export interface Execution {
  readonly name: string;
  readonly input: string;
  /** Resolves when it is over, with its status. */
  readonly over: Promise<'SUCCEEDED' | 'FAILED' | 'ABORTED'>;
  readonly abort: () => void;
}

type Definition = ConstructorParameters<typeof StateMachine>[0];

interface Task {
  readonly FunctionName: string;
  readonly Payload: unknown;
}

/** Calls the function that a task names: its ARN or its name, and the payload. */
type Invoke = (functionName: string, payload: unknown) => Promise<unknown>;

/** Step Functions, on the interpreter: a name is taken once, and pauses between tries take no time. */
export interface StepFunctions {
  readonly start: (name: string, input: string) => void;
  readonly stop: (name: string) => void;
  readonly executions: readonly Execution[];
}

export function createStepFunctions(definition: unknown, invoke: Invoke): StepFunctions {
  const executions: Execution[] = [];
  const names = workingStatesIn(definition);

  return {
    executions,
    start: (name, input) => {
      if (executions.some((execution) => execution.name === name))
        throw new ExecutionAlreadyExists({ message: `${name} exists`, $metadata: {} });
      const machine = new StateMachine(definition as Definition, {
        validationOptions: { noValidate: true },
      });
      const running = machine.run(JSON.parse(input), {
        overrides: {
          taskResourceLocalHandlers: Object.fromEntries(
            names.map((state) => [
              state,
              async (task: unknown) => {
                const { FunctionName, Payload } = task as Task;
                return { Payload: await invoke(FunctionName, Payload) } as never;
              },
            ]),
          ),
          retryIntervalOverrides: Object.fromEntries(names.map((state) => [state, 0])),
        },
      });
      let isAborted = false;
      const over = running.result.then(
        () => 'SUCCEEDED' as const,
        () => (isAborted ? ('ABORTED' as const) : ('FAILED' as const)),
      );
      const abort = () => {
        isAborted = true;
        running.abort();
      };
      executions.push({ name, input, over, abort });
    },
    stop: (name) => executions.find((execution) => execution.name === name)?.abort(),
  };
}

type Members = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null;

function workingStatesIn(definition: unknown): readonly string[] {
  if (!isObject(definition) || !isObject(definition['States'])) return [];
  return Object.entries(definition['States']).flatMap(([name, state]) => {
    if (!isObject(state)) return [];
    return [
      ...(state['Type'] === 'Task' ? [name] : []),
      ...workingStatesIn(state['ItemProcessor']),
    ];
  });
}
