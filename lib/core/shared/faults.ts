import { backendFaults } from './faults/backend.ts';
import { configFaults } from './faults/config.ts';
import { contextFaults } from './faults/context.ts';
import { joiningFaults } from './faults/joining.ts';
import { remoteFaults } from './faults/remote.ts';
import { requestFaults } from './faults/request.ts';
import { runFaults } from './faults/run.ts';
import type { Says } from './faults/says.ts';
import { storeFaults } from './faults/store.ts';

/** Every fault there is: its code, the facts a thrower owes, what happened and what to do. */
const catalogue = {
  ...configFaults,
  ...backendFaults,
  ...joiningFaults,
  ...runFaults,
  ...contextFaults,
  ...storeFaults,
  ...requestFaults,
  ...remoteFaults,
} as const satisfies Record<string, (facts: never) => Says>;

export type FaultCode = keyof typeof catalogue;
export type Facts<C extends FaultCode> = Parameters<(typeof catalogue)[C]>[0];

/** A problem with a code. Its name is its code, because Step Functions matches errors by name. */
export class Fault<C extends FaultCode = FaultCode> extends Error {
  readonly code: C;
  readonly hint: string;
  readonly facts: Facts<C>;

  constructor(code: C, facts: Facts<C>, options?: ErrorOptions) {
    const says = catalogue[code] as (facts: Facts<C>) => Says;
    const [message, hint] = says(facts);
    super(message, options);
    this.name = code;
    this.code = code;
    this.hint = hint;
    this.facts = facts;
  }
}

export const isFaultCode = (text: string): text is FaultCode => Object.hasOwn(catalogue, text);

export const faultCodes = Object.keys(catalogue) as readonly FaultCode[];

/** Worth another attempt a moment later. The state machine retries these and nothing else of ours. */
export const RETRYABLE: readonly FaultCode[] = [
  'backend.unavailable',
  'backend.overloaded',
  'backend.rateLimited',
  'backend.cut',
  'context.busy',
  'store.busy',
  'store.unreachable',
];

export const isFault = <C extends FaultCode>(error: unknown, code: C): error is Fault<C> =>
  error instanceof Fault && error.code === code;

/** What went wrong, as a fault: a fault stays itself, anything else is `internal.unexpected`. */
export const toFault = (error: unknown): Fault =>
  error instanceof Fault
    ? error
    : new Fault('internal.unexpected', { detail: describe(error) }, { cause: error });

const describe = (error: unknown) => (error instanceof Error ? error.message : String(error));
