import type { ChatQuirks } from '../../core/agent/chat-quirks.ts';

/** Whom a request goes to. */
export interface Reader {
  readonly quirks: ChatQuirks;
  readonly model: string;
  /** The type of its backend. Without one the dialect alone is meant: what came in it goes out as it came. */
  readonly backend?: string;
}
