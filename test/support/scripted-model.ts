import type { Seen } from './maker-server/maker-server.ts';
import { newAnswer, vote } from './maker-server/scripted-reply.ts';

/** All text of a request, whoever said it. */
export const wordsIn = ({ body }: Seen): string => JSON.stringify(body.messages);

/** Whether the last thing it was told asks for text instead of a decision. */
export const isAskedToPresent = (request: Seen): boolean =>
  /give the final answer/.test(JSON.stringify(request.body.messages.at(-1)));

/** A model that answers while nothing stands, then votes, and presents when asked to. */
export const sensible =
  ({
    answer,
    votesFor,
    presents = 'The final answer.',
  }: {
    readonly answer: string;
    readonly votesFor: string;
    readonly presents?: string;
  }) =>
  (request: Seen) => {
    if (isAskedToPresent(request)) return { text: presents };
    return wordsIn(request).includes('The answers that stand') ? vote(votesFor) : newAnswer(answer);
  };
