import { Fault } from '../core/shared/faults.ts';

/**
 * An answer that its place can carry: as a string in JSON, which is how a function hands it over.
 * Throws `request.answerTooLarge`.
 */
export async function carried(answer: Response, maxBytes: number): Promise<Response> {
  if (!answer.body || isStream(answer)) return answer;
  const text = await answer.text();
  const bytes = Buffer.byteLength(JSON.stringify(text));
  if (bytes > maxBytes) throw new Fault('request.answerTooLarge', { bytes, maxBytes });
  return new Response(text, answer);
}

/** A stream keeps within bounds by itself. */
const isStream = ({ headers }: Response) => headers.get('Content-Type') === EVENT_STREAM;

export const EVENT_STREAM = 'text/event-stream';
