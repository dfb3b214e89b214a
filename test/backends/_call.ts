import { expect } from 'vitest';
import type { Backend, ModelCall, Reply } from '../../lib/core/agent/backend.ts';
import { decisionTools } from '../../lib/core/agent/decision-tools.ts';
import type { Delta } from '../../lib/core/message/delta.ts';
import type { Message } from '../../lib/core/message/message.ts';
import { Fault } from '../../lib/core/shared/faults.ts';

export const question: Message = {
  id: 'message_0',
  role: 'user',
  parts: [{ type: 'text', text: 'What is the answer?' }],
};

/** A call of a run with two agents, unless said otherwise. */
export function askedFor(more: Partial<ModelCall> = {}): ModelCall {
  const tools = decisionTools(2);
  return {
    messages: [question],
    tools,
    allowedTools: tools.map(({ name }) => name),
    sequence: 0,
    signal: new AbortController().signal,
    ...more,
  };
}

/** Makes a call, and gives back its pieces and its reply. */
export async function answerOf(
  backend: Backend,
  more: Partial<ModelCall> = {},
): Promise<Reply & { readonly deltas: readonly Delta[] }> {
  const deltas: Delta[] = [];
  const call = backend.call(askedFor(more));
  for (;;) {
    const { done, value } = await call.next();
    if (done) return { ...value, deltas };
    deltas.push(value);
  }
}

/** The fault that a call ends in. */
export const thrown = (call: Promise<unknown>): Promise<Fault> =>
  call.then(
    () => expect.fail('it was answered'),
    (error: unknown) => (error instanceof Fault ? error : expect.fail(String(error))),
  );
