import type { Clock } from '../core/shared/clock.ts';
import type { ServerEvent } from './operation.ts';

/** A proxy that hears nothing for longer may think that nobody is there. */
const KEEP_ALIVE_MS = 15_000;

/** After so long whoever was cut off comes back. */
const RETRY_MS = 1_000;

export interface StreamOptions {
  readonly clock: Pick<Clock, 'pause'>;
  /** After so many bytes it closes, one event at least told; whoever comes back is told the rest. */
  readonly maxBytes?: number;
  /** Called when nobody listens any more. */
  readonly cancel: () => void;
  /** Told of what ends a stream early; its reader comes back, and is told then. */
  readonly report: (error: unknown) => void;
}

/**
 * Events as they go over the wire, at the speed of whoever reads them.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function eventStream(
  events: AsyncIterable<ServerEvent<unknown>>,
  { clock, maxBytes = Number.POSITIVE_INFINITY, cancel, report }: StreamOptions,
): ReadableStream<Uint8Array> {
  const iterator = events[Symbol.asyncIterator]();
  let next: Promise<IteratorResult<ServerEvent<unknown>>> | undefined;
  let isGone = false;
  let room = maxBytes;
  let hasTold = false;

  const leave = () => {
    isGone = true;
    cancel();
    iterator.return?.().catch(report);
  };

  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    next ??= iterator.next();
    const result = await within(clock, next);
    if (isGone) return;
    if (result === 'quiet') return controller.enqueue(bytesOf(': still here\n\n'));
    next = undefined;
    if (result.done) return controller.close();
    const frame = frameOf(result.value);
    room -= frame.byteLength;
    if (room < 0 && hasTold) {
      leave();
      return controller.close();
    }
    hasTold = true;
    controller.enqueue(frame);
  };

  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => controller.enqueue(bytesOf(`retry: ${RETRY_MS}\n\n`)),
      pull: (controller) =>
        pull(controller).catch((error) => {
          report(error);
          if (!isGone) controller.close();
        }),
      cancel: leave,
    },
    { highWaterMark: 0 },
  );
}

const frameOf = ({ id, data }: ServerEvent<unknown>) =>
  bytesOf(`id: ${id}\ndata: ${JSON.stringify(data)}\n\n`);

/** What is awaited, or that it takes its time. */
async function within<T>(clock: Pick<Clock, 'pause'>, awaited: Promise<T>): Promise<T | 'quiet'> {
  const waiting = new AbortController();
  const quiet = clock.pause(KEEP_ALIVE_MS, waiting.signal).then(() => 'quiet' as const);
  quiet.catch(() => undefined);
  try {
    return await Promise.race([awaited, quiet]);
  } finally {
    waiting.abort();
  }
}

const encoder = new TextEncoder();
const bytesOf = (text: string) => encoder.encode(text);
