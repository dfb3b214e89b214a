import type { Role } from '../../core/message/message.ts';
import type { Part } from '../../core/message/part.ts';
import { lossless } from '../lossy.ts';
import type { Grammar } from '../place.ts';
import { asItCame } from './as-it-came.ts';
import type { Reader } from './quirks.ts';
import { toSendable } from './sendable.ts';

/** How the items of the Responses API are built, for one reader of them. Thoughts go back in their native form alone. */
export const grammarFor = (reader: Reader): Grammar => ({
  asItCame: (message, index) => {
    const utterance = asItCame(message, index, reader);
    return utterance && lossless([utterance]);
  },
  takesThinking: () => false,
  toSendable: (part, at) => toSendable(part, at, reader.quirks),
  speakerOf,
  mayFollow: () => true,
  bareThinking: true,
});

const speakerOf = (part: Part, role: Role): Role =>
  part.type === 'text' && role !== 'tool' ? role : 'user';
