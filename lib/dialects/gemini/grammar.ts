import type { Message, Role } from '../../core/message/message.ts';
import type { Part } from '../../core/message/part.ts';
import type { Grammar } from '../place.ts';
import { asItCame } from './as-it-came.ts';
import { leadsWith } from './leading.ts';
import type { Reader } from './reader.ts';
import { toSendable } from './sendable.ts';

/** How the contents of a request are built, for one conversation and one reader. */
export const grammarFor = (messages: readonly Message[], reader: Reader): Grammar => ({
  asItCame: (_, index) => asItCame(messages, index, reader),
  // Thoughts go back only in the native form: without their signatures they are worth nothing.
  takesThinking: () => false,
  toSendable,
  speakerOf: (part, role, index) => speakerOf(part, role, leadsWith(messages, index)),
  mayFollow: () => true,
  bareThinking: true,
});

/** The system speaks before all turns alone; what it says later a user says. */
function speakerOf({ type }: Part, role: Role, leads: boolean): Role {
  if (type === 'opaque') return 'assistant';
  if (type !== 'text' || role === 'tool') return 'user';
  return role === 'system' && !leads ? 'user' : role;
}
