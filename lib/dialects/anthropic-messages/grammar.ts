import type { Message, Role } from '../../core/message/message.ts';
import type { Part } from '../../core/message/part.ts';
import type { Grammar } from '../place.ts';
import { asItCame, isOwn } from './as-it-came.ts';
import type { Reader } from './quirks.ts';
import { isOfServer, toSendable } from './sendable.ts';

/** How the messages of Anthropic's API are built, for one reader of them. */
export const grammarFor = (messages: readonly Message[], reader: Reader): Grammar => ({
  asItCame: (_, index) => asItCame(messages, index, reader),
  takesThinking: ({ signature }, message) => Boolean(signature) && isOwn(message, reader),
  toSendable,
  speakerOf,
  mayFollow: (before, next) => before.type !== 'tool_call' || next.type === 'tool_call',
  bareThinking: true,
});

/** Images and documents are the user's to show: the API refuses them from the assistant. */
function speakerOf(part: Part, role: Role): Role {
  if (part.type === 'opaque' && isOfServer(part.value)) return 'assistant';
  return part.type === 'text' && role !== 'tool' ? role : 'user';
}
