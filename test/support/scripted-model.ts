import type { Seen } from './maker-server/maker-server.ts';
import { newAnswer, vote } from './maker-server/scripted-reply.ts';

/** All text of a request, whoever said it. */
export const wordsIn = ({ raw }: Seen): string => raw;

/** Whether it asks for text instead of a decision. */
export const isAskedToPresent = ({ raw }: Seen): boolean => raw.includes('give the final answer');

const isAskedToLook = ({ raw }: Seen): boolean =>
  /No decision can be made in this reply\.(?!.*(Give your answer with|Call vote))/s.test(raw);

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
    if (isAskedToLook(request)) return { text: 'I looked, and found it.' };
    return wordsIn(request).includes('The answers that stand') ? vote(votesFor) : newAnswer(answer);
  };
