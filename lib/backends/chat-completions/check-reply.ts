import { type Message, textOf } from '../../core/message/message.ts';
import { Fault } from '../../core/shared/faults.ts';
import { utf8Bytes } from '../../core/shared/json.ts';
import type { Folded } from '../../dialects/openai-chat/fold.ts';
import { toDetail } from '../detail.ts';
import type { Server } from './client.ts';

/** Throws `backend.tooLarge` as soon as a reply has grown past what is taken. */
export function checkSize({ thinking, text, calls }: Folded, { backend, maxBytes }: Server): void {
  const units = calls.reduce(
    (sum, { argumentsText }) => sum + argumentsText.length,
    thinking.length + text.length,
  );
  // A UTF-16 unit is at most three bytes, so most replies need no counting.
  if (units * 3 <= maxBytes) return;
  const all = [thinking, text, ...calls.map(({ argumentsText }) => argumentsText)];
  if (units > maxBytes || sum(all.map(utf8Bytes)) > maxBytes)
    throw new Fault('backend.tooLarge', { backend, maxBytes });
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/**
 * A reply is one only when the maker said how it ended, and it says something. One that ran into
 * its limit is given back as it is, `stop` says so.
 */
export function checkReply(message: Message, begun: boolean, { backend, key }: Server): Message {
  const { stop } = message;
  if (!begun) throw new Fault('backend.empty', { backend });
  if (!stop?.raw || stop.raw === 'network_error') throw new Fault('backend.cut', { backend });
  if (stop.reason === 'filtered')
    throw new Fault('backend.refused', { backend, detail: toDetail(textOf(message), key) });
  const says = message.parts.some(({ type }) => type !== 'thinking');
  if (!says && stop.reason !== 'length') throw new Fault('backend.empty', { backend });
  return message;
}
