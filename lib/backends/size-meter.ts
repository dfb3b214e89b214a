import type { Delta } from '../core/message/delta.ts';
import { Fault } from '../core/shared/faults.ts';
import { utf8Bytes } from '../core/shared/json.ts';
import type { Server } from './server.ts';

/** Throws `backend.tooLarge` as soon as a reply has grown past what is taken. */
export function sizeMeter({ backend, maxBytes }: Server): (delta: Delta) => void {
  let bytes = 0;
  return (delta) => {
    bytes += utf8Bytes(delta.type === 'tool_call' ? (delta.argumentsText ?? '') : delta.text);
    if (bytes > maxBytes) throw new Fault('backend.tooLarge', { backend, maxBytes });
  };
}
