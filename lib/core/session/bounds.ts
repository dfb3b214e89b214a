import type { Commit } from '../context/commit.ts';
import { actsIn } from './act-record.ts';
import type { Bound, Reactor, Standing } from './reactor.ts';

const MINUTE_MS = 60_000;

/** When a reactor was called in the last minute. */
export const calledLately = ({ called }: Standing, now: Date): readonly string[] =>
  called.filter((at) => Date.parse(at) > now.getTime() - MINUTE_MS);

/** What keeps a reactor from being called now: another call of it, or how often it was called. */
export function obstacle(
  { subscription }: Reactor,
  standing: Standing,
  now: Date,
): 'busy' | Extract<Bound, 'rate'> | undefined {
  if (standing.acting && Date.parse(standing.acting.until) > now.getTime()) return 'busy';
  return calledLately(standing, now).length >= subscription.bounds.perMinute ? 'rate' : undefined;
}

/** What a reactor has spent by its committed calls: their number, and USD as far as prices are known. */
export function spentBy(reactor: Reactor, commits: readonly Commit[]) {
  const calls = actsIn(commits, reactor).flatMap((act) => act.calls);
  return {
    calls: calls.length,
    usd: calls.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0),
  };
}
