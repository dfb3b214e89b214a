import { requireKeys } from '../config/keys.ts';
import { mainBranch } from '../core/context/address.ts';
import type { RunOrder } from '../core/coordination/orders.ts';
import { readRun } from '../core/coordination/read-run.ts';
import type { RunLog } from '../core/coordination/run-log.ts';
import { loadSession } from '../core/session/files/load-session.ts';
import { readSessionFile } from '../core/session/files/session-file.ts';
import { resumeRun } from '../core/session/resume-run.ts';
import { documentOf, type RunDocument } from '../core/session/run-document.ts';
import { Fault } from '../core/shared/faults.ts';
import { type SessionLine, sessionOperations, toLine } from '../operations/sessions.ts';
import { type AskOptions, withEvents } from './asking.ts';
import { chooseTeam } from './choose-team.ts';
import type { LocalDeps } from './deps.ts';

export type ResumeOptions = Pick<AskOptions, 'config' | 'signal' | 'onEvent'>;

export const sessionCommands = (deps: LocalDeps) => ({
  ...sessionOperations(deps),

  /** Takes in what `export` wrote; a second time it changes nothing. Throws `session.invalidFile` and `session.differs`. */
  load: async (text: string): Promise<SessionLine> => {
    const file = readSessionFile(text);
    await loadSession(deps, file);
    return toLine(file.session);
  },

  /**
   * Goes on with a run that was cut off or stopped; of one that is over, the stored result, without
   * a model call. Throws `run.unknown`, `session.busy`, `config.keyMissing`.
   */
  resume: async (run: string, options: ResumeOptions = {}): Promise<RunDocument> => {
    const context = await deps.runs.sessionOf(run);
    const order: RunOrder = { tenant: deps.tenant, context, run };
    const { commits } = await deps.log.history(mainBranch(deps.tenant, context));
    const isOver = (log: RunLog) => log.result && log.result.status !== 'interrupted';
    if (isOver(readRun(commits, run))) return documentOf(deps, order);
    if (!(await deps.leases.take(run))) throw new Fault('session.busy', { session: context, run });
    await lendKeys(deps, run, readRun(commits, run), options);
    const resumed = await resumeRun(deps, order);
    return resumed.result
      ? documentOf(deps, order)
      : withEvents(deps, order, commits.length, options);
  },
});

async function lendKeys(deps: LocalDeps, run: string, log: RunLog, { config }: ResumeOptions) {
  const { team } = log.request;
  const keys = config === undefined ? new Map() : (await chooseTeam({ config }, deps.lookup)).keys;
  deps.keyring.add(run, keys);
  const held = team.agents.map(
    (agent) =>
      [
        agent.id,
        agent.backends.map((_, backend) => deps.keyring.keyFor({ run, agent, backend, team: [] })),
      ] as const,
  );
  requireKeys(team, new Map(held), deps.lookup);
}
