import * as z from 'zod';
import type { Message } from '../message/message.ts';
import { resultOf } from './conversation.ts';
import { callsIn } from './decision.ts';
import type { Tool } from './tool.ts';
import type { Toolbox } from './toolbox.ts';

export const READ_CONTEXT = 'read_context';

/**
 * Reads what a view shows in short. It is offered to an agent from when its conversation shows
 * something so, and from then on always.
 */
export const readingTool: Tool = {
  name: READ_CONTEXT,
  description:
    'Shows whole what the shared context shows you in short, or has left out. Your turn goes on behind it. You need it only where the short form is not enough.',
  parameters: {
    type: 'object',
    properties: {
      items: {
        type: 'array',
        items: { type: 'string' },
        description:
          'What to show, each by the name that stands beside it, such as 5.4 or plan; none: the names of all there is.',
      },
    },
    required: ['items'],
    additionalProperties: false,
  },
};

/** What there is under some names. */
export interface Read {
  readonly text: string;
  /** Nothing was found. */
  readonly isError: boolean;
}

const Arguments = z.object({ items: z.array(z.string()).max(100) });

/** The tool, and who reads. */
export const createReading = (read: (names: readonly string[]) => Read): Toolbox => ({
  tools: [readingTool],
  call: async (call) => {
    const { data } = Arguments.safeParse(call.arguments);
    if (!data) return resultOf(call.id, `${READ_CONTEXT} needs { "items": ["a name"] }.`, true);
    const { text, isError } = read(data.items);
    return resultOf(call.id, text, isError);
  },
});

/** The calls that read. */
export const readsIn = (message: Message): readonly string[] =>
  callsIn(message).flatMap(({ id, name }) => (name === READ_CONTEXT ? [id] : []));

/**
 * Whether a message holds what one of these calls has read. It is for whoever read it alone: others
 * may not see all of that, and have seen the rest.
 */
export const holdsReading = ({ parts }: Message, reads: ReadonlySet<string>): boolean =>
  parts.some((part) => part.type === 'tool_result' && reads.has(part.call));
