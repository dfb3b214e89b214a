import type { Backend, ModelCall, Reply } from '../core/agent/backend.ts';
import type { Deed, Sharer } from '../core/agent/deed.ts';
import type { Delta } from '../core/message/delta.ts';
import type { Loss } from '../core/message/loss.ts';
import type { Message } from '../core/message/message.ts';
import type { Clock } from '../core/shared/clock.ts';
import { Fault } from '../core/shared/faults.ts';
import type { Ids } from '../core/shared/ids.ts';
import { checkReply } from './check-reply.ts';
import { estimateUsage } from './estimate-usage.ts';
import type { Server } from './server.ts';
import { sizeMeter } from './size-meter.ts';
import { type CallContext, toBackendFault } from './to-backend-fault.ts';

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
  /** What an event added; `soFar` holds it already. */
  readonly toDeltas: (event: Event, soFar: Folded) => readonly Delta[];
  readonly toReply: (folded: Folded, id: string) => Message;
  /** What was said and done before the reply, where the other side runs tools itself. */
  readonly toSteps?: (folded: Folded) => readonly Message[];
  /** What an event has brought to its end of what can be shared before the reply is whole. */
  readonly toDeeds?: (before: Folded, folded: Folded, sharer: Sharer) => readonly Deed[];
  /** The model that answered, where the other side chooses. */
  readonly modelOf?: (folded: Folded) => string;
  /** USD, where the other side says what it took. */
  readonly costIn?: (folded: Folded) => number | undefined;
  /** The maker ended the response, though not the reply. */
  readonly isPaused?: (folded: Folded) => boolean;
}

interface StreamingOptions {
  readonly server: Server;
  readonly model?: string;
  readonly builtInTools?: Backend['builtInTools'];
  readonly hears?: boolean;
  readonly goesOn?: boolean;
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
  const { server, builtInTools, hears, goesOn, clock, ids } = options;
  const { backend, key } = server;
  let model = options.model ?? '';

  async function* call(asked: ModelCall): AsyncGenerator<Delta, Reply> {
    const listening = { folded: api.emptyFold, begun: false };
    const context = () => ({ backend, key, now: clock.now(), begun: listening.begun });
    try {
      asked.signal.throwIfAborted();
      model ||= (await api.findModel?.(asked.signal)) ?? '';
      const send = () => api.send(asked, model, listening.folded, context);
      const sent = yield* listen(api, send, listening, asked, server);
      const reply = api.toReply(listening.folded, ids.next('message'));
      const message = checkReply(reply, listening.begun, server);
      const steps = api.toSteps?.(listening.folded) ?? [];
      const costUsd = api.costIn?.(listening.folded);
      model ||= api.modelOf?.(listening.folded) ?? '';
      return {
        message: { ...bound(message, sent), usage: message.usage ?? estimateUsage(asked, message) },
        ...(steps.length > 0 && { steps }),
        losses: sent.losses,
        ...(costUsd !== undefined && { costUsd }),
      };
    } catch (error) {
      asked.signal.throwIfAborted();
      throw toBackendFault(error, context());
    }
  }

  return {
    type: backend,
    ...(builtInTools && { builtInTools }),
    ...(hears && { hears }),
    ...(goesOn && { goesOn }),
    get model() {
      return model;
    },
    call,
  };
}

/** What has come of a reply. */
interface Listening<Folded> {
  folded: Folded;
  /** Something has come, be it nothing to show. */
  begun: boolean;
}

/** Folds a reply as it comes, and asks for more as often as its maker pauses. Gives back the last request. */
async function* listen<Event, Folded>(
  api: Api<Event, Folded>,
  send: () => Promise<Sent<Event>>,
  listening: Listening<Folded>,
  { signal, sharer }: ModelCall,
  server: Server,
): AsyncGenerator<Delta, Sent<Event>> {
  const meter = sizeMeter(server);
  for (let pauses = 0; pauses <= MAX_PAUSES; pauses += 1) {
    const sent = await send();
    for await (const event of sent.events) {
      listening.begun = true;
      const before = listening.folded;
      listening.folded = api.fold(before, event);
      if (sharer && api.toDeeds) sharer.take(api.toDeeds(before, listening.folded, sharer));
      const deltas = api.toDeltas(event, listening.folded);
      deltas.forEach(meter);
      yield* deltas;
    }
    signal.throwIfAborted();
    if (!api.isPaused?.(listening.folded)) return sent;
  }
  const { backend, maxBytes } = server;
  throw new Fault('backend.tooLarge', { backend, maxBytes });
}

/** The reply, with what its maker binds its thoughts to. */
const bound = (message: Message, { account, prefix }: Sent<unknown>): Message =>
  message.native
    ? {
        ...message,
        native: { ...message.native, ...(account && { account }), ...(prefix && { prefix }) },
      }
    : message;
