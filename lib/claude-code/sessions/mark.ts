import { type Message, textOf } from '../../core/message/message.ts';
import { toUuid } from '../../dialects/claude-code/to-uuid.ts';

/**
 * The mark that a message leaves in a session that is asked it: the uuid of its line, which Claude
 * Code takes from the prompt. Seen with 2.1.331.
 */
export const markOf = (message: Message): string => markFor(message, textOf(message));

/** The mark of a message of this id if it said that. */
export const markFor = ({ id }: Message, text: string): string => toUuid(`${id} ${text}`);

/** What is said where there is nothing to be asked. */
export const GO_ON = 'Go on.';
