import { NEW_ANSWER, VOTE } from './decision-tools.ts';

/** An answer as one agent is shown it. */
export interface Candidate {
  /** The id it is voted for by. */
  readonly anonymousId: string;
  readonly agent: string;
  /** The version of the commit that holds it. */
  readonly version: number;
  readonly content: string;
}

/** What an agent may decide at this moment. */
export interface Ballot {
  readonly candidates: readonly Candidate[];
  readonly mayAnswer: boolean;
}

export const allowedTools = ({ candidates, mayAnswer }: Ballot): readonly string[] => [
  ...(mayAnswer ? [NEW_ANSWER] : []),
  ...(candidates.length > 0 ? [VOTE] : []),
];

/** The answers that a vote on this ballot judges. */
export const judgedOn = ({ candidates }: Ballot): Readonly<Record<string, number>> =>
  Object.fromEntries(candidates.map(({ agent, version }) => [agent, version]));
