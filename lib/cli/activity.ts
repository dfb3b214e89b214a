import type { RunEvent } from '../core/session/run-event.ts';

/** What one agent is doing, in a few words. */
export interface Activity {
  readonly agent: string;
  readonly says: string;
  /** Characters of the reply so far; 0 when it is not writing. */
  readonly written: number;
}

/** The activities after an event: one for each agent that has begun, in the order they began. */
export function afterEvent(activities: readonly Activity[], event: RunEvent): readonly Activity[] {
  const { agent } = event;
  if (agent === undefined) return activities;
  const before = activities.find((one) => one.agent === agent);
  const says = wordsFor(event);
  const now: Activity =
    event.type === 'agent.delta'
      ? {
          agent,
          says: before?.says ?? 'at work',
          written: (before?.written ?? 0) + lengthOf(event),
        }
      : { agent, says: says ?? before?.says ?? '', written: 0 };
  return before ? activities.map((one) => (one.agent === agent ? now : one)) : [...activities, now];
}

/** An event in words; undefined where there is nothing to say to people. */
export function wordsFor(event: RunEvent): string | undefined {
  const { type, presents } = event;
  if (type === 'agent.started') return presents ? 'presents the answer' : 'at work';
  if (type === 'agent.answer') return 'answered';
  if (type === 'agent.vote') return `voted for ${event['for']}`;
  if (type === 'agent.fault') return `failed: ${event['message']}`;
  return undefined;
}

function lengthOf({ delta }: RunEvent): number {
  if (typeof delta !== 'object' || delta === null) return 0;
  return Object.entries(delta)
    .filter(([key, value]) => /text$/i.test(key) && typeof value === 'string')
    .reduce((sum, [, value]) => sum + String(value).length, 0);
}
