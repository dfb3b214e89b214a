import type { Answer, Call, Operation } from './operation.ts';

/** Writes down what clients ask and are told, and when, by one watch that never shows a time twice. */
export interface Stopwatch {
  /** What is known at the moment; calls that wait for their answers included. */
  readonly history: () => readonly Operation[];
  readonly watch: (client: string, call: Call, ask: () => Promise<Answer>) => Promise<Answer>;
}

export function createStopwatch(): Stopwatch {
  const operations: Operation[] = [];
  let time = 0;
  const tick = () => {
    time += 1;
    return time;
  };
  return {
    history: () => [...operations],
    watch: async (client, call, ask) => {
      const from = tick();
      const place = operations.push(pending(client, call, from)) - 1;
      const answer = await ask();
      operations[place] = answered(client, call, from, tick(), answer);
      return answer;
    },
  };
}

export const pending = (client: string, call: Call, from: number): Operation => ({
  client,
  call,
  from,
  until: Number.POSITIVE_INFINITY,
  answer: { kind: 'lost' },
});

/** A lost answer says nothing about when it happens, if it does. */
export const answered = (
  client: string,
  call: Call,
  from: number,
  until: number,
  answer: Answer,
): Operation =>
  answer.kind === 'lost' ? pending(client, call, from) : { client, call, from, until, answer };
