import * as z from 'zod';
import { RunOrder } from '../core/coordination/orders.ts';
import { Fault } from '../core/shared/faults.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html */
const StatusChange = z.object({
  'detail-type': z.literal('Step Functions Execution Status Change'),
  detail: z.object({ status: z.string(), input: z.string() }),
});

/** The run whose execution an event of EventBridge tells of. Throws `event.invalid`. */
export function orderOf(event: unknown): RunOrder {
  const change = StatusChange.safeParse(event);
  if (!change.success) throw invalid('it is no status change that carries its input');
  const order = RunOrder.safeParse(parsed(change.data.detail.input));
  if (!order.success) throw invalid('the input of its execution is no run');
  return order.data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const invalid = (detail: string) =>
  new Fault('event.invalid', { source: 'Step Functions', detail });
