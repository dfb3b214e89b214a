import type { Stop } from '../../core/message/stop.ts';

/**
 * `finish_reason`: https://platform.openai.com/docs/api-reference/chat/object; `sensitive`,
 * `network_error` and `model_context_window_exceeded` are GLM's, `eos` is Together's.
 */
const reasonByRaw: ReadonlyMap<string, Stop['reason']> = new Map([
  ['stop', 'end'],
  ['eos', 'end'],
  ['tool_calls', 'tool'],
  ['function_call', 'tool'],
  ['length', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['content_filter', 'filtered'],
  ['sensitive', 'filtered'],
  ['network_error', 'error'],
]);

/** A word that is not listed is an `error`; compatible servers may say `stop` beside calls. */
export function toStop(raw: string, calls: boolean): Stop {
  const reason = reasonByRaw.get(raw.toLowerCase()) ?? 'error';
  return { reason: reason === 'end' && calls ? 'tool' : reason, raw };
}
