import { describe, expect, it } from 'vitest';
import type { ModelCall } from '../../../lib/core/agent/backend.ts';
import { callModel } from '../../../lib/core/agent/call-model.ts';
import { CallRecord } from '../../../lib/core/agent/call-record.ts';
import type { Delta } from '../../../lib/core/message/delta.ts';
import { Fault } from '../../../lib/core/shared/faults.ts';
import { type StillClock, stillClock } from '../../support/still-clock.ts';
import { type Move, saying, scriptedModel, words } from './_model.ts';

const busy = (retryAfterSeconds?: number) =>
  new Fault('backend.rateLimited', {
    backend: 'scripted',
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  });

interface Turn {
  readonly seconds?: number;
  readonly onDelta?: (delta: Delta) => void;
  readonly clock?: StillClock;
}

/** Calls a model that makes these moves, in a turn that has so much time. */
function calling({ seconds = 60, clock = stillClock(), onDelta }: Turn, ...moves: readonly Move[]) {
  const backend = scriptedModel(...moves);
  const deltas: Delta[] = [];
  const controller = new AbortController();
  const call: ModelCall = {
    messages: [],
    tools: [],
    allowedTools: [],
    sequence: 0,
    signal: controller.signal,
  };
  const answered = callModel(
    {
      backend,
      clock,
      costOf: (type, model, usage) =>
        `${type}/${model}` === 'scripted/script-1' ? usage.inputTokens / 100 : null,
      onDelta: onDelta ?? ((delta) => deltas.push(delta)),
      deadline: new Date(clock.now().getTime() + seconds * 1000),
    },
    call,
  );
  answered.catch(() => undefined);
  return {
    answered,
    clock,
    deltas,
    asked: backend.asked,
    abort: (reason: Error) => controller.abort(reason),
  };
}

describe('a call that is answered', () => {
  it('is recorded with what it took', async () => {
    const clock = stillClock();
    const { answered, deltas } = calling({ clock }, () => {
      clock.pass(1234);
      return { ...saying(words('Hello.')), usage: { inputTokens: 30, outputTokens: 2 } };
    });
    expect((await answered).record).toEqual({
      backend: 'scripted',
      model: 'script-1',
      at: '2026-01-01T00:00:00.000Z',
      durationMs: 1234,
      usage: { inputTokens: 30, outputTokens: 2 },
      costUsd: 0.3,
      losses: {},
    });
    expect(deltas).toEqual([{ type: 'text', text: 'Hello.' }]);
  });

  it('counts no tokens where the maker reports none, and every loss', async () => {
    const loss = { kind: 'thinking', at: 'messages[0]', instead: 'left out' };
    const { answered } = calling({}, { losses: [loss, loss] });
    expect((await answered).record).toMatchObject({
      usage: { inputTokens: 0, outputTokens: 0 },
      losses: { thinking: 2 },
    });
  });

  it('is answered although who watches it fails', async () => {
    const onDelta = () => {
      throw new Error('the window was closed');
    };
    const { answered } = calling({ onDelta }, [words('Hello.')]);
    expect((await answered).reply.message.parts).toEqual([words('Hello.')]);
  });

  it('took no time when the clock was set back meanwhile', async () => {
    const clock = stillClock();
    const { answered } = calling({ clock }, () => {
      clock.pass(-5000);
      return saying(words('Hello.'));
    });
    const { record } = await answered;
    expect(record.durationMs).toBe(0);
    expect(CallRecord.safeParse(record).success).toBe(true);
  });
});

describe('a maker that names a time to wait', () => {
  it('is waited for, to the second', async () => {
    const { answered, clock, asked } = calling({}, busy(7), [words('Hello.')]);
    await clock.untilPaused();
    clock.pass(6999);
    await new Promise(setImmediate);
    expect(asked).toHaveLength(1);
    clock.pass(1);
    expect((await answered).record.at).toBe('2026-01-01T00:00:07.000Z');
    expect(asked).toHaveLength(2);
  });

  it('is waited for three times, not four', async () => {
    const { answered, clock, asked } = calling({}, busy(1));
    for (let wait = 0; wait < 3; wait += 1) {
      await clock.untilPaused();
      clock.pass(1000);
    }
    await expect(answered).rejects.toMatchObject({ code: 'backend.rateLimited' });
    expect(asked).toHaveLength(4);
  });

  it.each([
    ['beyond the end of the turn', 60, busy(61)],
    ['to the very end of the turn', 60, busy(60)],
    ['of no length that it says', 60, busy()],
  ])('%s is not waited for', async (_, turnSeconds, fault) => {
    const { answered, asked } = calling({ seconds: turnSeconds }, fault, [words('Hello.')]);
    await expect(answered).rejects.toBe(fault);
    expect(asked).toHaveLength(1);
  });

  it('is not waited for again when what is left of the turn is too short', async () => {
    const { answered, clock, asked } = calling({ seconds: 10 }, busy(6));
    await clock.untilPaused();
    clock.pass(6000);
    await expect(answered).rejects.toMatchObject({ code: 'backend.rateLimited' });
    expect(asked).toHaveLength(2);
  });

  it('is waited for no longer once the call is aborted', async () => {
    const { answered, clock, asked, abort } = calling({}, busy(7));
    await clock.untilPaused();
    abort(new Error('stopped'));
    await expect(answered).rejects.toThrow('stopped');
    expect(asked).toHaveLength(1);
  });
});

it.each(['backend.unavailable', 'backend.overloaded', 'backend.cut'] as const)(
  'no other fault is waited for: %s',
  async (code) => {
    const fault = new Fault(code, { backend: 'scripted' });
    const { answered, asked } = calling({}, fault, [words('Hello.')]);
    await expect(answered).rejects.toBe(fault);
    expect(asked).toHaveLength(1);
  },
);
