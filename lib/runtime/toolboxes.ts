import type { Lookup } from '../config/variables.ts';
import { emptyToolbox, type Toolbox } from '../core/agent/toolbox.ts';
import type { Seat } from '../core/coordination/run-deps.ts';
import { type OpenToolbox, openToolbox } from '../tools/mcp/mcp-toolbox.ts';
import { serversOf } from '../tools/mcp/server-spec.ts';
import { version } from './version.ts';

export interface Toolboxes {
  readonly toolboxFor: (seat: Seat, signal: AbortSignal) => Promise<Toolbox>;
  /** Ends every server that was started for a run. */
  readonly close: (run: string) => Promise<void>;
}

/** The toolbox of each seat: opened at its first turn, closed with its run. */
export function createToolboxes(lookup: Lookup, fetch = globalThis.fetch): Toolboxes {
  const byRun = new Map<string, Map<string, Promise<OpenToolbox>>>();
  return {
    async toolboxFor({ run, agent, backend }, signal) {
      const spec = agent.backends[backend];
      const servers = spec ? serversOf(spec, lookup) : [];
      if (servers.length === 0) return emptyToolbox;
      const ofRun = byRun.get(run) ?? new Map<string, Promise<OpenToolbox>>();
      byRun.set(run, ofRun);
      const name = JSON.stringify([agent.id, backend]);
      const opening = ofRun.get(name) ?? openToolbox(servers, version, signal, fetch);
      ofRun.set(name, opening);
      opening.catch(() => ofRun.delete(name));
      return opening;
    },
    async close(run) {
      const opened = [...(byRun.get(run)?.values() ?? [])];
      byRun.delete(run);
      await Promise.allSettled(opened.map(async (toolbox) => (await toolbox).close()));
    },
  };
}
