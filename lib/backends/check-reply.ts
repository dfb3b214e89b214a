import { type Message, textOf } from '../core/message/message.ts';
import { Fault } from '../core/shared/faults.ts';
import { toDetail } from './detail.ts';
import type { Server } from './server.ts';

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
