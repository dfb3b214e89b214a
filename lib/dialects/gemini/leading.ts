import type { Message } from '../../core/message/message.ts';

/** Whether only the system spoke up to this message: what it says then is no turn, but stands before all. */
export const leadsWith = (messages: readonly Message[], index: number): boolean =>
  !messages.some(({ role }, place) => place <= index && role !== 'system');
