import type { StateMachine } from 'aws-local-stepfunctions';
import definition from '../../infra/coordination.asl.json' with { type: 'json' };
import type { RunOrder } from '../core/coordination/orders.ts';
import { machineInput } from '../core/session/run-starter.ts';
import type { SessionDeps } from '../core/session/session-deps.ts';
import { runTask, tasks } from '../core/session/tasks.ts';

type Definition = ConstructorParameters<typeof StateMachine>[0];

/**
 * Carries a run to its end on the definition that the cloud runs. Resolves when it is over, however
 * it went; an abort ends it between two states, and leaves what was committed.
 */
export async function runMachine(
  deps: SessionDeps,
  order: RunOrder,
  signal: AbortSignal,
): Promise<void> {
  const { StateMachine } = await import('aws-local-stepfunctions');
  const machine = new StateMachine(definition as Definition, {
    validationOptions: { noValidate: true },
  });
  const execution = machine.run(machineInput(order), {
    noThrowOnAbort: true,
    overrides: { taskResourceLocalHandlers: handlersFor(deps) },
  });
  const abort = () => execution.abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    await execution.result;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

type Handler = (input: unknown) => Promise<never>;

/** Each task by the name of its state, in the envelope of `lambda:invoke`. */
const handlersFor = (deps: SessionDeps): Record<string, Handler> =>
  Object.fromEntries(
    Object.keys(tasks).map((state) => [
      state,
      async (input) => ({ Payload: await runTask(deps)(payloadOf(input)) }) as never, // JSON, as the interpreter wants it
    ]),
  );

const payloadOf = (input: unknown): unknown =>
  typeof input === 'object' && input !== null && 'Payload' in input ? input.Payload : input;
