import definition from '../../infra/coordination.asl.json' with { type: 'json' };
import { type Attempt, machineInput, type RunStarter } from '../../lib/core/session/run-starter.ts';
import { Fault } from '../../lib/core/shared/faults.ts';
import { executionName } from '../../lib/runs/execution-name.ts';
import type { Process } from './process.ts';
import { carryOut, type Machine } from './state-machine.ts';
import type { World } from './world.ts';

/** Step Functions: an execution for each name, once. */
export interface Executions {
  /** As one process reaches it. */
  readonly starterFor: (process: Process) => RunStarter;
  readonly running: () => number;
}

interface Execution {
  isAborted: boolean;
}

export function createExecutions(
  world: World,
  invoke: (functionName: string, payload: unknown) => Promise<unknown>,
  onFailed: (attempt: Attempt) => void,
): Executions {
  const executions = new Map<string, Execution>();
  let running = 0;

  const execute = async (name: string, attempt: Attempt) => {
    const execution: Execution = { isAborted: false };
    executions.set(name, execution);
    running += 1;
    const check = () => {
      if (execution.isAborted) throw new Error('The execution was aborted.');
    };
    try {
      const place = { timeline: world.timeline, random: world.random, invoke, check };
      await carryOut(place, definition as Machine, machineInput(attempt));
      world.tell(`${name} succeeds`);
    } catch {
      world.tell(`${name} ${execution.isAborted ? 'is aborted' : 'fails'}`);
      onFailed(attempt);
    } finally {
      running -= 1;
    }
  };

  return {
    running: () => running,
    starterFor: (process) => ({
      start: (attempt) => {
        const name = executionName(attempt);
        const begin = async () => {
          if (!executions.has(name)) execute(name, attempt);
        };
        const detail = 'no answer';
        return process.act(
          `starts ${name}`,
          begin,
          () => new Fault('run.notStarted', { run: attempt.run, detail }),
        );
      },
      stop: (attempt) => {
        const name = executionName(attempt);
        const abort = async () => {
          const execution = executions.get(name);
          if (execution) execution.isAborted = true;
        };
        const detail = 'no answer';
        return process.act(
          `stops ${name}`,
          abort,
          () => new Fault('run.notStopped', { run: attempt.run, detail }),
        );
      },
    }),
  };
}
