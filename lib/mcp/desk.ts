import type { Author } from '../core/message/author.ts';
import type { Fault } from '../core/shared/faults.ts';
import type { Contexts } from '../operations/contexts.ts';

export interface DeskOptions {
  /** The one context that is worked on; without it each call names one. */
  readonly context?: string;
  /** Without it: `main`. */
  readonly branch?: string;
  /** Under which name it speaks, and sees what is visible to that name; without it: `mcp`. */
  readonly author?: Author;
  /** Whether it hears of changes later on; without it: yes. */
  readonly isLasting?: boolean;
  /** What is told of a fault; without it: its sentence, and what to do. */
  readonly tell?: (fault: Fault) => string;
}

/** Where somebody works on contexts over MCP. */
export interface Desk extends Required<Omit<DeskOptions, 'context'>> {
  readonly contexts: Contexts;
}

export const createDesk = (contexts: Contexts, options: DeskOptions): Desk => ({
  contexts,
  branch: options.branch ?? 'main',
  author: options.author ?? { agent: 'mcp' },
  isLasting: options.isLasting ?? true,
  tell: options.tell ?? (({ message, hint }) => `${message} ${hint}`),
});
