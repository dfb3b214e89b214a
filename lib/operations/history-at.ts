import type { Address } from '../core/context/address.ts';
import type { ContextLog } from '../core/context/context-log.ts';
import { type History, headOf } from '../core/context/history.ts';
import { Fault } from '../core/shared/faults.ts';
import { toNamedVersion } from './version-name.ts';

/** Finds a branch of a context, `main` unless said. Throws `context.unknown` and `branch.unknown`. */
export type Find = (context: string, branch?: string) => Promise<Address>;

export interface HistoryAt {
  readonly address: Address;
  readonly history: History;
  /** The one that was named; else the head. */
  readonly version: number;
}

/** The history that holds a named version. Throws `usage.invalid`, `context.unknownVersion` and what `find` throws. */
export async function historyAt(
  log: ContextLog,
  find: Find,
  context: string,
  name: string | number | undefined,
  branch?: string,
): Promise<HistoryAt> {
  const named = name === undefined ? undefined : toNamedVersion(name, branch ?? 'main');
  const address = await find(context, named?.branch ?? branch);
  const history = await log.history(address);
  const { version: head } = headOf(history);
  const version = named?.version ?? head;
  if (version > head) throw new Fault('context.unknownVersion', { context, version, head });
  return { address, history, version };
}
