import { requireKeys } from '../config/keys.ts';
import { mainBranch } from '../core/context/address.ts';
import type { RunOrder } from '../core/coordination/orders.ts';
import { RunRequest } from '../core/coordination/records.ts';
import { isReservedItem } from '../core/coordination/reserved.ts';
import { turnItems } from '../core/coordination/run-items.ts';
import { type RunLog, readRun } from '../core/coordination/run-log.ts';
import { Message, textOf } from '../core/message/message.ts';
import { exportSession } from '../core/session/files/export-session.ts';
import { loadSession } from '../core/session/files/load-session.ts';
import { readSessionFile } from '../core/session/files/session-file.ts';
import { resumeRun } from '../core/session/resume-run.ts';
import { documentOf, type RunDocument } from '../core/session/run-document.ts';
import type { Session } from '../core/session/session.ts';
import type { SessionFormat } from '../core/session/story/session-format.ts';
import { tellStory } from '../core/session/story/story.ts';
import { toHtml } from '../core/session/story/to-html.ts';
import { toMarkdown } from '../core/session/story/to-markdown.ts';
import { Fault } from '../core/shared/faults.ts';
import { sessionsSaying } from '../operations/search.ts';
import { type AskOptions, withEvents } from './asking.ts';
import { chooseTeam } from './choose-team.ts';
import type { LocalDeps } from './deps.ts';

export interface SessionFilter {
  /** A piece of the title, or words of one question or one answer. */
  readonly search?: string;
  readonly agent?: string;
  readonly backend?: string;
  /** Touched at that time or later. */
  readonly since?: Date;
}

export type SessionLine = Omit<Session, 'anchor' | 'backends'>;

export interface SessionsReport {
  readonly sessions: readonly SessionLine[];
  /** More was said in these words than was looked through; older sessions may be left out. */
  readonly capped?: true;
}

export interface SessionDocument extends SessionLine {
  readonly history: readonly TurnLine[];
}

export interface TurnLine {
  readonly turn: number;
  readonly run: string;
  readonly question: string;
  readonly answer: string | null;
}

const storyWriters = { markdown: toMarkdown, html: toHtml } as const;

export type ResumeOptions = Pick<AskOptions, 'config' | 'signal' | 'onEvent'>;

export const sessionCommands = (deps: LocalDeps) => ({
  /** Sessions in which something was asked, the last touched first. */
  list: async ({ search, ...filter }: SessionFilter = {}): Promise<SessionsReport> => {
    const all = await deps.sessions.list();
    const sessions = all.filter((one) => one.turns > 0 && matches(one, filter));
    if (search === undefined) return { sessions: sessions.map(toLine) };
    const said = await sessionsSaying(deps, search);
    const found = sessions.filter((one) => isTitled(one, search) || said.sessions.has(one.id));
    return { sessions: found.map(toLine), ...(said.capped && { capped: true }) };
  },

  /** Throws `session.unknown`. */
  show: async (id: string): Promise<SessionDocument> => {
    const session = await deps.sessions.get(id);
    return { ...toLine(session), history: await turnsOf(deps, session) };
  },

  /** The text of a file: all of it, for `load`, or what a person reads. Throws `session.unknown`. */
  export: async (id: string, format: SessionFormat = 'json'): Promise<string> =>
    format === 'json'
      ? JSON.stringify(await exportSession(deps, id))
      : storyWriters[format](await tellStory(deps, id)),

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

const toLine = ({ anchor: _, backends: __, ...line }: Session): SessionLine => line;

const isTitled = ({ title }: Session, text: string) =>
  title.toLowerCase().includes(text.toLowerCase());

const matches = (session: Session, { agent, backend, since }: Omit<SessionFilter, 'search'>) =>
  (agent === undefined || session.agents.includes(agent)) &&
  (backend === undefined || session.backends.includes(backend)) &&
  (since === undefined || Date.parse(session.updatedAt) >= since.getTime());

async function turnsOf(deps: LocalDeps, { id }: Session): Promise<readonly TurnLine[]> {
  const { state } = await deps.log.history(mainBranch(deps.tenant, id));
  const wordsOf = (item: string) => {
    const message = Message.safeParse(state.items.get(item)?.body);
    return message.success ? textOf(message.data) : null;
  };
  return [...state.items.values()]
    .filter(({ id: item, tags }) => isReservedItem(item) && tags[0] === 'request')
    .map(({ body }) => RunRequest.parse(body))
    .map(({ turn, run, question }) => ({
      turn,
      run,
      question,
      answer: wordsOf(turnItems(turn).answer),
    }));
}
