import type { Stop } from '../../core/message/stop.ts';

/** How a response ended: its `status`, and why where it is `incomplete`. */
export interface Ending {
  readonly status: string;
  readonly because: string | undefined;
}

/** What a reply holds that says more about its end than the status does. */
interface Held {
  readonly calls: boolean;
  readonly refusal: boolean;
}

/** `incomplete_details.reason`: https://platform.openai.com/docs/api-reference/responses/object */
const reasonByCause: ReadonlyMap<string, Stop['reason']> = new Map([
  ['max_output_tokens', 'length'],
  ['max_messages', 'length'],
  ['steered', 'length'],
  ['content_filter', 'filtered'],
]);

/** A word that is not listed is an `error`. */
export function toStop({ status, because }: Ending, { calls, refusal }: Held): Stop {
  const raw = because ?? status;
  if (refusal) return { reason: 'filtered', raw };
  if (status === 'completed') return { reason: calls ? 'tool' : 'end', raw };
  return { reason: reasonByCause.get(raw) ?? 'error', raw };
}
