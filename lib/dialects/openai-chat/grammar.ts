import type { Message, Role } from '../../core/message/message.ts';
import type { Part } from '../../core/message/part.ts';
import type { Grammar } from '../place.ts';
import { asItCame, isOwn } from './as-it-came.ts';
import type { Reader } from './reader.ts';
import { toSendable } from './sendable.ts';

/** How the messages of chat completions are built, for one reader of them. */
export const grammarFor = (reader: Reader): Grammar => ({
  asItCame: (message, index) => asItCame(message, index, reader),
  takesThinking: ({ redacted }, message: Message) => !redacted && isOwn(message, reader),
  toSendable: (part, at) => toSendable(part, at, reader.quirks.form),
  speakerOf,
  mayFollow: (before, next) => rankOf(before) <= rankOf(next),
  bareThinking: false,
});

const speakerOf = (part: Part, role: Role): Role =>
  part.type === 'text' && role !== 'tool' ? role : 'user';

/** A message of the assistant's says its thoughts first, then its text, then its calls. */
const ranks: readonly Part['type'][] = ['thinking', 'text', 'tool_call'];
const rankOf = (part: Part) => ranks.indexOf(part.type);
