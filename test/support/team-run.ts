import type { RunDocument } from '../../lib/core/session/run-document.ts';
import type { RunEvent } from '../../lib/core/session/run-event.ts';
import type { Json } from '../../lib/core/shared/json.ts';
import { createMassGen } from '../../lib/local/massgen.ts';

export type Script = readonly Readonly<Record<string, Json>>[];

export interface TeamRun {
  readonly result: RunDocument;
  readonly events: readonly RunEvent[];
  readonly verdict: { readonly ok: boolean };
}

/** Holds a whole run, in memory, through the real state machine, with agents that follow scripts. */
export async function runTeam(
  scripts: Readonly<Record<string, Script>>,
  orchestrator: Readonly<Record<string, Json>> = {},
  more: Readonly<Record<string, Json>> = {},
): Promise<TeamRun> {
  const agents = Object.entries(scripts).map(([id, script]) => ({
    id,
    backend: { type: 'rehearsal', script: script as Json },
  }));
  const massgen = await createMassGen({ data: ':memory:', lookup: () => undefined });
  const events: RunEvent[] = [];
  try {
    const result = await massgen.ask('Why?', {
      config: { agents, orchestrator, ...more },
      onEvent: (event) => events.push(event),
    });
    return { result, events, verdict: await massgen.context.verify(result.sessionId) };
  } finally {
    massgen.close();
  }
}
