import type { Stop } from '../../core/message/stop.ts';

/** `finishReason` of @google/genai 3, and https://ai.google.dev/api/generate-content#FinishReason */
const reasonByRaw: ReadonlyMap<string, Stop['reason']> = new Map([
  ['STOP', 'end'],
  ['MAX_TOKENS', 'length'],
  ['CONTINUATION', 'length'],
  ...(
    [
      'SAFETY',
      'RECITATION',
      'LANGUAGE',
      'BLOCKLIST',
      'PROHIBITED_CONTENT',
      'SPII',
      'IMAGE_SAFETY',
      'IMAGE_PROHIBITED_CONTENT',
      'IMAGE_RECITATION',
      'IMAGE_OTHER',
      'ESCALATION',
      'PUP_LIMITED_DISABLED',
      'MODEL_ARMOR',
    ] as const
  ).map((raw): [string, Stop['reason']] => [raw, 'filtered']),
]);

/** A word that is not listed is an `error`, as calls are that the model wrote wrongly. */
export function toStop(raw: string, calls: boolean): Stop {
  const reason = reasonByRaw.get(raw) ?? 'error';
  return { reason: reason === 'end' && calls ? 'tool' : reason, raw };
}
