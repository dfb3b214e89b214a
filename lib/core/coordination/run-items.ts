/** The items that a run writes into its session's context. */
export const runItems = (run: string) => ({
  request: `run/${run}`,
  round: `run/${run}/round`,
  stop: `run/${run}/stop`,
  presentation: `run/${run}/presentation`,
  result: `run/${run}/result`,
  turnOf: (agent: string) => `run/${run}/${agent}/turn`,
  answerOf: (agent: string) => `run/${run}/${agent}/answer`,
  voteOf: (agent: string) => `run/${run}/${agent}/vote`,
  /** How the names begin of what was shared before its turn was over; a message's ends in its id. */
  deedsOf: (agent: string) => `run/${run}/${agent}/did/`,
  messageOf: (agent: string, number: number) => `run/${run}/${agent}/message/${number}`,
});

/** What a person reads of a session: the question and the answer of each of its turns. */
export const turnItems = (turn: number) => ({
  question: `turn/${turn}/question`,
  answer: `turn/${turn}/answer`,
});

export const isTurnItem = (item: string): boolean => item.startsWith('turn/');

/** Which run the session is on; one at a time. */
export const currentRunItem = 'session/run';
