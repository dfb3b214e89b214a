import type { Tool } from '../core/agent/tool.ts';
import type { Loss } from '../core/message/loss.ts';
import type { Message } from '../core/message/message.ts';

/** What is to be said: messages, oldest first, and the tools. */
export interface Conversation {
  readonly messages: readonly Message[];
  readonly tools?: readonly Tool[];
  /** Those that may be called now; all, unless said. */
  readonly allowedTools?: readonly string[];
}

/** What was said, and what of its form no message holds. */
export interface Extraction {
  readonly messages: readonly Message[];
  readonly losses: readonly Loss[];
}
