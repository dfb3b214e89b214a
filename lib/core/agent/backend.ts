import type { Delta } from '../message/delta.ts';
import type { Loss } from '../message/loss.ts';
import type { Message } from '../message/message.ts';
import type { Sharer } from './deed.ts';
import type { Tool } from './tool.ts';
import type { Toolbox } from './toolbox.ts';

/** What a backend is asked: one model call. */
export interface ModelCall {
  /** System text first, then the conversation, oldest first. */
  readonly messages: readonly Message[];
  /** The same for every call of a run but for one that joins them once, so that makers' caches hold. */
  readonly tools: readonly Tool[];
  /** Which tools may be called now; none of them: text is asked for. Advice where an API knows no such thing. */
  readonly allowedTools: readonly string[];
  /** How many calls this agent has made in this run before. */
  readonly sequence: number;
  /** Ends the call early: its time is up, or the run was stopped. */
  readonly signal: AbortSignal;
  /**
   * What is new since it was asked, for a backend that hears in the midst of its turn: each piece
   * once, in order. Undefined: nothing is. Throws when there must be no further call.
   */
  readonly hear?: () => Promise<Heard | undefined>;
  /**
   * Of the tools, those that a backend which hears may use in the midst of its turn. A call of any
   * other tool of ours ends its reply.
   */
  readonly within?: Toolbox;
  /** Shares what is said, done and found in the midst of the call as it comes. */
  readonly sharer?: Sharer;
}

/** News for a model at work, and which tools it may call now. */
export interface Heard {
  readonly text: string;
  readonly allowedTools: readonly string[];
}

/** The whole of what came back. */
export interface Reply {
  /** Role `assistant`, with `stop`, `usage` and the maker's native form. */
  readonly message: Message;
  /** What it said and did before, with tools that the backend runs itself; their usage is in the message's. */
  readonly steps?: readonly Message[];
  /** What rendering the conversation for this maker lost. */
  readonly losses: readonly Loss[];
  /** USD, where the maker says what it took. */
  readonly costUsd?: number;
}

/**
 * One way of reaching a model.
 *
 * `call` yields pieces as they come and returns the one reply, only when the maker said that it is
 * complete. Anything else is a `backend.*` fault; an abort rejects with the signal's reason. It
 * retries nothing: that is decided once, by the turn and the state machine.
 */
export interface Backend {
  /** The type in the configuration: `lmstudio`, `grok`, ... */
  readonly type: string;
  /** As the maker names it; known after the first reply where the server chooses. */
  readonly model: string;
  /**
   * The maker's own tools that are switched on, such as its search. `beside`: they stand in every
   * request. `apart`: it refuses them beside ours, so they stand in requests that hold none of ours.
   */
  readonly builtInTools?: 'beside' | 'apart';
  /** It can be told what is new while it is at work. */
  readonly hears?: boolean;
  /** What it did of a call that was cut off is kept: the next call goes on with it. */
  readonly goesOn?: boolean;
  readonly call: (call: ModelCall) => AsyncGenerator<Delta, Reply>;
}
