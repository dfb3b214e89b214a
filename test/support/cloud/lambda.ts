import type { Context } from 'aws-lambda';
import { vi } from 'vitest';

type Handler = (event: unknown, context: Context) => Promise<unknown>;

/** The entries of `functions/`, as they are deployed. */
export type FunctionName =
  | 'coordinate'
  | 'backend'
  | 'publish-commits'
  | 'run-over'
  | 'catch-up'
  | 'api';

/** Lambda: keeps what it has loaded warm, hands events over as JSON, and can lose all it has in memory. */
export interface Lambda {
  readonly invoke: (name: FunctionName, event: unknown) => Promise<unknown>;
  /** Resolves when nothing is at work. */
  readonly idle: () => Promise<void>;
  /** What is called next is loaded anew. */
  readonly cool: () => void;
}

export function createLambda(): Lambda {
  const warm = new Map<FunctionName, Promise<Handler>>();
  const atWork = new Set<Promise<unknown>>();
  let calls = 0;

  const load = async (name: FunctionName): Promise<Handler> => {
    const { handler } = await import(`../../../functions/${name}.ts`);
    return handler;
  };

  return {
    invoke: async (name, event) => {
      const loading = warm.get(name) ?? load(name);
      warm.set(name, loading);
      const handler = await loading;
      calls += 1;
      const work = handler(asJson(event), contextOf(name, `request-${calls}`));
      atWork.add(work);
      return asJson(await work.finally(() => atWork.delete(work)));
    },
    idle: async () => {
      while (atWork.size > 0) await Promise.allSettled(atWork);
    },
    cool: () => {
      warm.clear();
      vi.resetModules();
    },
  };
}

const asJson = (value: unknown) => JSON.parse(JSON.stringify(value ?? null));

const contextOf = (name: string, awsRequestId: string): Context => ({
  awsRequestId,
  callbackWaitsForEmptyEventLoop: false,
  functionName: `massgen-test-${name}`,
  functionVersion: '$LATEST',
  invokedFunctionArn: `arn:aws:lambda:eu-central-1:123456789012:function:massgen-test-${name}`,
  logGroupName: 'group',
  logStreamName: 'stream',
  memoryLimitInMB: '512',
  getRemainingTimeInMillis: () => 60_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
});
