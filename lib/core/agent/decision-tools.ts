import type { Tool } from './tool.ts';

export const NEW_ANSWER = 'new_answer';
export const VOTE = 'vote';

/** The id by which the others know the agent at this place in the configuration, from 0. */
export const anonymousId = (place: number): string => `agent${place + 1}`;

/**
 * The two ways in which a turn may end. They are the same for every call of a run, whoever may be
 * voted for at the moment, so that makers' caches hold.
 */
export const decisionTools = (agents: number): readonly Tool[] => [
  {
    name: NEW_ANSWER,
    description:
      'Give a new answer to the question: better than every answer that stands, complete in itself.',
    parameters: {
      type: 'object',
      properties: { content: { type: 'string', description: 'The whole answer.' } },
      required: ['content'],
      additionalProperties: false,
    },
  },
  {
    name: VOTE,
    description: 'Vote for the best of the answers that stand, when none is worth replacing.',
    parameters: {
      type: 'object',
      properties: {
        agent_id: {
          type: 'string',
          enum: Array.from({ length: agents }, (_, place) => anonymousId(place)),
          description: 'Whose answer: the id that stands beside it.',
        },
        reason: { type: 'string', description: 'Why it is the best, in a sentence or two.' },
      },
      required: ['agent_id', 'reason'],
      additionalProperties: false,
    },
  },
];
