import type { Delta } from '../message/delta.ts';
import { countLosses } from '../message/loss.ts';
import { noUsage, type Usage } from '../message/usage.ts';
import type { Clock } from '../shared/clock.ts';
import { isFault } from '../shared/faults.ts';
import type { Backend, ModelCall, Reply } from './backend.ts';
import type { CallRecord } from './call-record.ts';

/** How often a maker's Retry-After is obeyed within one turn. */
const MAX_WAITS = 3;

export interface ModelDeps {
  readonly backend: Backend;
  readonly clock: Clock;
  /** USD; null where no price is known. */
  readonly costOf: (type: string, model: string, usage: Usage) => number | null;
  readonly onDelta: (delta: Delta) => void;
  /** Tokens of a request by our own count, where that is to be held against the maker's. */
  readonly countAsked?: (call: ModelCall) => number;
  /** When the turn's time is up. */
  readonly deadline: Date;
}

export interface AnsweredCall {
  readonly reply: Reply;
  readonly record: CallRecord;
}

/** One model call. A maker that names a time to wait is waited for, if the turn has that time. */
export async function callModel(deps: ModelDeps, call: ModelCall): Promise<AnsweredCall> {
  for (let wait = 0; ; wait += 1) {
    try {
      return await attempt(deps, call);
    } catch (error) {
      const seconds = secondsToWait(error);
      if (seconds === undefined || wait === MAX_WAITS || !fits(deps, seconds)) throw error;
      await deps.clock.pause(seconds * 1000, call.signal);
    }
  }
}

async function attempt(deps: ModelDeps, call: ModelCall): Promise<AnsweredCall> {
  const { backend, clock } = deps;
  const began = clock.now();
  const reply = await drain(backend.call(call), deps.onDelta);
  const usage = reply.message.usage ?? noUsage;
  const record: CallRecord = {
    backend: backend.type,
    model: backend.model,
    at: began.toISOString(),
    durationMs: Math.max(0, clock.now().getTime() - began.getTime()), // clocks are set back at times
    usage,
    ...(deps.countAsked && { counted: deps.countAsked(call) }),
    costUsd: reply.costUsd ?? deps.costOf(backend.type, backend.model, usage),
    losses: countLosses(reply.losses),
  };
  return { reply, record };
}

async function drain(call: AsyncGenerator<Delta, Reply>, onDelta: (delta: Delta) => void) {
  let step = await call.next();
  while (!step.done) {
    tell(onDelta, step.value);
    step = await call.next();
  }
  return step.value;
}

/** Whoever watches a reply come in may fail; the reply comes in all the same. */
function tell(onDelta: (delta: Delta) => void, delta: Delta) {
  try {
    onDelta(delta);
  } catch {
    // The whole reply follows, and the log tells of it.
  }
}

const secondsToWait = (error: unknown): number | undefined =>
  isFault(error, 'backend.rateLimited') ? error.facts.retryAfterSeconds : undefined;

const fits = ({ clock, deadline }: ModelDeps, seconds: number) =>
  clock.now().getTime() + seconds * 1000 < deadline.getTime();
