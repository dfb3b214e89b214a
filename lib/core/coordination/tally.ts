import type { RunLog } from './run-log.ts';

export interface Tally {
  /** Agents that have not been dropped, in config order. */
  readonly live: readonly string[];
  readonly dropped: readonly string[];
  /** Whose vote counts: it judged exactly the answers that stand. */
  readonly counting: ReadonlyMap<string, string>;
  readonly votes: Readonly<Record<string, number>>;
  /** Most votes, else the first that has an answer; ties go to config order. */
  readonly winner: string | undefined;
  readonly tie: boolean;
}

/** Counts what stands. `closed`: the rounds up to this one are over, whoever left no trace in them. */
export function tally(run: RunLog, closed: number): Tally {
  const order = run.request.team.agents.map(({ id }) => id);
  const isDropped = (agent: string) =>
    failuresOf(run, agent, closed) >= run.request.team.limits.agentFailures;
  const counting = new Map(
    [...run.votes]
      .filter(([, vote]) => isCurrent(run, vote.judged))
      .map(([by, vote]) => [by, vote.for]),
  );
  const votes = countVotes([...counting.values()]);
  const candidates = order.filter((agent) => run.answers.has(agent));
  const most = Math.max(0, ...votes.values());
  const leading = candidates.filter((agent) => (votes.get(agent) ?? 0) === most);
  return {
    live: order.filter((agent) => !isDropped(agent)),
    dropped: order.filter(isDropped),
    counting,
    votes: Object.fromEntries(votes),
    winner: leading[0],
    tie: most > 0 && leading.length > 1,
  };
}

/** The last round that is certainly over: the one before that which is being held, if one is. */
export function roundsClosed({ decisions }: RunLog): number {
  const last = decisions.at(-1);
  return last?.kind === 'round' ? last.round - 1 : (last?.round ?? 0);
}

/** How often an agent has failed in a row, up to and with the round that is closed. */
export function failuresOf(run: RunLog, agent: string, closed: number): number {
  const outcomes: readonly ('acted' | 'failed' | 'lost')[] = run.decisions
    .filter((decision) => decision.kind === 'round' && decision.agents.includes(agent))
    .flatMap(({ round }) => outcomeIn(run, agent, round, closed));
  return outcomes.length - 1 - outcomes.lastIndexOf('acted');
}

function outcomeIn(run: RunLog, agent: string, round: number, closed: number) {
  const turn = run.turns.find((entry) => entry.agent === agent && entry.round === round);
  if (turn) return [turn.outcome === 'failed' ? 'failed' : 'acted'] as const;
  return round <= closed ? (['lost'] as const) : [];
}

const isCurrent = (run: RunLog, judged: Readonly<Record<string, number>>) =>
  Object.keys(judged).length === run.answers.size &&
  [...run.answers.values()].every(({ agent, version }) => judged[agent] === version);

function countVotes(targets: readonly string[]): ReadonlyMap<string, number> {
  const votes = new Map<string, number>();
  for (const target of targets) votes.set(target, (votes.get(target) ?? 0) + 1);
  return votes;
}
