import type { Limits } from '../core/coordination/limits.ts';
import type { Team } from '../core/coordination/team.ts';
import { Fault } from '../core/shared/faults.ts';
import type { Bounds } from '../core/view/subscription.ts';
import type { ViewSettings } from '../core/view/view-settings.ts';

/** What a stranger's run may ask for at the most, and where a configuration says it. */
const most: readonly (readonly [limit: keyof Limits, most: number, path: string])[] = [
  ['rounds', 50, 'orchestrator.max_rounds'],
  ['answersPerAgent', 20, 'orchestrator.max_new_answers_per_agent'],
  ['agentFailures', 10, 'orchestrator.max_agent_failures'],
  ['turnSeconds', 3600, 'orchestrator.turn_timeout_seconds'],
  ['runSeconds', 6 * 3600, 'timeout_settings.orchestrator_timeout_seconds'],
];

/** Of those that act at the same time: a state machine carries out 40 at once. */
const MOST_AGENTS = 40;

/** Of what its agents are shown, in tokens: what they call for is paid with every call. */
const MOST_SHOWN = 200_000;
const MOST_SUBSCRIPTIONS = 200;
/** What one subscription may set in motion. */
const mostActs = { depth: 10, perMinute: 60, usd: 20 } as const satisfies Bounds;

/** Hands back a team that a service can bear. Throws `config.notAllowed`. */
export function bearable(team: Team): Team {
  if (team.agents.length > MOST_AGENTS) throw tooMuch('agents', MOST_AGENTS);
  const over = most.find(([limit, bound]) => (team.limits[limit] ?? 0) > bound);
  if (over) throw tooMuch(over[2], over[1]);
  if (team.view) checkView(team.view);
  return team;
}

function checkView({ budget, subscriptions }: ViewSettings): void {
  const at = 'orchestrator.context';
  if (budget > MOST_SHOWN) throw tooMuch(`${at}.token_budget`, MOST_SHOWN);
  if (subscriptions.length > MOST_SUBSCRIPTIONS)
    throw tooMuch(`${at}.subscriptions`, MOST_SUBSCRIPTIONS);
  for (const { bounds } of subscriptions) {
    const { depth, perMinute, usd } = mostActs;
    if (bounds.depth > depth) throw tooMuch(`${at}.subscriptions.bounds.depth`, depth);
    if (bounds.perMinute > perMinute)
      throw tooMuch(`${at}.subscriptions.bounds.per_minute`, perMinute);
    if (bounds.usd > usd) throw tooMuch(`${at}.subscriptions.bounds.usd`, usd);
  }
}

const tooMuch = (path: string, bound: number) =>
  new Fault('config.notAllowed', {
    path,
    problem: `A configuration from outside may ask for ${bound} at the most.`,
    suggestion: `Say ${bound} or less.`,
  });
