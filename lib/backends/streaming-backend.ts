import type { Backend, ModelCall, Reply } from '../core/agent/backend.ts';
import type { Delta } from '../core/message/delta.ts';
import type { Loss } from '../core/message/loss.ts';
import type { Message } from '../core/message/message.ts';
import type { Clock } from '../core/shared/clock.ts';
import { Fault } from '../core/shared/faults.ts';
import type { Ids } from '../core/shared/ids.ts';
import { checkReply } from './check-reply.ts';
import { estimateUsage } from './estimate-usage.ts';
import { sizeMeter } from './size-meter.ts';
import { type CallContext, toBackendFault } from './to-backend-fault.ts';

/** Where a server is, and what opens it. */
export interface Server {
  /** The backend's type, as faults name it. */
  readonly backend: string;
  readonly baseUrl: string;
  /** Never empty: some servers ask for any. */
  readonly key: string;
  /** Bytes of text, at most, in one reply. */
  readonly maxBytes: number;
}

/** A request that went out. */
export interface Sent<Event> {
  readonly events: AsyncIterable<Event>;
  /** What rendering the conversation lost. */
  readonly losses: readonly Loss[];
  /** What its maker binds its thoughts to: digests of the account, and of all that it was told. */
  readonly account?: string;
  readonly prefix?: string;
}

/** One maker's API: the dialect's pure functions, and what touches the network. */
export interface Api<Event, Folded> {
  /** Sends a request, or goes on with a reply that its maker paused. */
  readonly send: (
    call: ModelCall,
    model: string,
    soFar: Folded,
    context: () => CallContext,
  ) => Promise<Sent<Event>>;
  /** The model that the server offers, where the configuration names none. */
  readonly findModel?: (signal: AbortSignal) => Promise<string>;
  readonly emptyFold: Folded;
  readonly fold: (soFar: Folded, event: Event) => Folded;
  readonly toDeltas: (event: Event) => readonly Delta[];
  readonly toReply: (folded: Folded, id: string) => Message;
  /** The maker ended the response, though not the reply. */
  readonly isPaused?: (folded: Folded) => boolean;
}

interface StreamingOptions {
  readonly server: Server;
  readonly model?: string;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** How often a reply may be paused before it is taken for endless. */
const MAX_PAUSES = 16;

/** Any maker's API as a backend. */
export function createStreamingBackend<Event, Folded>(
  api: Api<Event, Folded>,
  options: StreamingOptions,
): Backend {
  const { server, clock, ids } = options;
  const { backend, key, maxBytes } = server;
  let model = options.model ?? '';

  async function* call(asked: ModelCall): AsyncGenerator<Delta, Reply> {
    let begun = false;
    const context = () => ({ backend, key, now: clock.now(), begun });
    try {
      asked.signal.throwIfAborted();
      model ||= (await api.findModel?.(asked.signal)) ?? '';
      const meter = sizeMeter(server);
      let folded = api.emptyFold;
      let sent = await api.send(asked, model, folded, context);
      for (let pauses = 0; ; pauses += 1) {
        for await (const event of sent.events) {
          begun = true;
          folded = api.fold(folded, event);
          const deltas = api.toDeltas(event);
          deltas.forEach(meter);
          yield* deltas;
        }
        asked.signal.throwIfAborted();
        if (!api.isPaused?.(folded)) break;
        if (pauses === MAX_PAUSES) throw new Fault('backend.tooLarge', { backend, maxBytes });
        sent = await api.send(asked, model, folded, context);
      }
      const message = checkReply(api.toReply(folded, ids.next('message')), begun, server);
      return {
        message: { usage: estimateUsage(asked, message), ...bound(message, sent) },
        losses: sent.losses,
      };
    } catch (error) {
      asked.signal.throwIfAborted();
      throw toBackendFault(error, context());
    }
  }

  return {
    type: backend,
    get model() {
      return model;
    },
    call,
  };
}

/** The reply, with what its maker binds its thoughts to. */
const bound = (message: Message, { account, prefix }: Sent<unknown>): Message =>
  message.native
    ? {
        ...message,
        native: { ...message.native, ...(account && { account }), ...(prefix && { prefix }) },
      }
    : message;
