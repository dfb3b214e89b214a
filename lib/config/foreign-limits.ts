import type { Limits } from '../core/coordination/limits.ts';
import type { Team } from '../core/coordination/team.ts';
import { Fault } from '../core/shared/faults.ts';

/** What a stranger's run may ask for at the most, and where a configuration says it. */
const most: readonly (readonly [limit: keyof Limits, most: number, path: string])[] = [
  ['rounds', 50, 'orchestrator.max_rounds'],
  ['answersPerAgent', 20, 'orchestrator.max_new_answers_per_agent'],
  ['agentFailures', 10, 'orchestrator.max_agent_failures'],
  ['turnSeconds', 900, 'orchestrator.turn_timeout_seconds'],
  ['runSeconds', 6 * 3600, 'timeout_settings.orchestrator_timeout_seconds'],
];

/** Of those that act at the same time: a state machine carries out 40 at once. */
const MOST_AGENTS = 40;

/** Hands back a team that a service can bear. Throws `config.notAllowed`. */
export function bearable(team: Team): Team {
  if (team.agents.length > MOST_AGENTS) throw tooMuch('agents', MOST_AGENTS);
  const over = most.find(([limit, bound]) => (team.limits[limit] ?? 0) > bound);
  if (over) throw tooMuch(over[2], over[1]);
  return team;
}

const tooMuch = (path: string, bound: number) =>
  new Fault('config.notAllowed', {
    path,
    problem: `A configuration from outside may ask for ${bound} at the most.`,
    suggestion: `Say ${bound} or less.`,
  });
