import type { Stop } from '../../core/message/stop.ts';

/** The maker ended its response, though not its reply. */
export const PAUSED = 'pause_turn';

/** `StopReason` in `@anthropic-ai/sdk/resources/messages` */
const reasonByRaw: ReadonlyMap<string, Stop['reason']> = new Map([
  ['end_turn', 'end'],
  ['stop_sequence', 'end'],
  ['tool_use', 'tool'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['refusal', 'filtered'],
]);

/** A word that is not listed is an `error`. */
export const toStop = (raw: string): Stop => ({ reason: reasonByRaw.get(raw) ?? 'error', raw });
