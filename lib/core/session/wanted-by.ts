import type { Team } from '../coordination/team.ts';
import type { Wanted } from './reactors.ts';

/** Which agents of a team want to be called when something is new to them. */
export const wantedBy = ({ agents, view }: Team, run: string): readonly Wanted[] =>
  (view?.subscriptions ?? [])
    .filter(({ then }) => then === 'act')
    .flatMap((subscription) => {
      const agent = agents.find(({ id }) => id === subscription.agent);
      return agent ? [{ subscription, agent, run }] : [];
    });
