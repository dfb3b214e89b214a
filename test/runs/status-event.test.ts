import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fault } from '../../lib/core/shared/faults.ts';
import { orderOf } from '../../lib/runs/status-event.ts';

const event = (input: string, detailType = 'Step Functions Execution Status Change') => ({
  version: '0',
  source: 'aws.states',
  'detail-type': detailType,
  detail: { status: 'ABORTED', name: 'run_1-1', input },
});

const order = { tenant: 'main', context: 's', run: 'run_1' };

describe('an event about an execution', () => {
  it('names the run that its machine was started on', () => {
    expect(orderOf(event(JSON.stringify({ ...order, round: 0 })))).toEqual(order);
  });

  it.each([
    ['of another kind', event(JSON.stringify(order), 'EC2 Instance State-change Notification')],
    ['of another machine', event('{"question":"Why?"}')],
    ['whose input is no JSON', event('{')],
    ['whose input was too large to be told', { ...event(''), detail: { status: 'FAILED' } }],
  ])('%s is a fault', (_, odd) => {
    expect(() => orderOf(odd)).toThrow(expect.objectContaining({ code: 'event.invalid' }));
  });

  it('is an order or a fault, whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.string().map((input) => event(input)),
        ),
        (odd) => {
          try {
            expect(orderOf(odd).run).toEqual(expect.any(String));
          } catch (error) {
            expect(error).toBeInstanceOf(Fault);
          }
        },
      ),
    );
  });
});
