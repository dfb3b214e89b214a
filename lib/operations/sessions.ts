import { mainBranch } from '../core/context/address.ts';
import { RunRequest } from '../core/coordination/records.ts';
import { isReservedItem } from '../core/coordination/reserved.ts';
import { turnItems } from '../core/coordination/run-items.ts';
import { Message, textOf } from '../core/message/message.ts';
import { exportSession } from '../core/session/files/export-session.ts';
import type { Session } from '../core/session/session.ts';
import type { SessionFormat } from '../core/session/story/session-format.ts';
import { tellStory } from '../core/session/story/story.ts';
import { toHtml } from '../core/session/story/to-html.ts';
import { toMarkdown } from '../core/session/story/to-markdown.ts';
import type { ContextDeps } from './context-deps.ts';
import { sessionsSaying } from './search.ts';

export interface SessionFilter {
  /** A piece of the title, or words of one question or one answer. */
  readonly search?: string;
  readonly agent?: string;
  readonly backend?: string;
  /** Touched at that time or later. */
  readonly since?: Date;
}

export type Sessions = ReturnType<typeof sessionOperations>;

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

/** How sessions are looked at, in every place. */
export const sessionOperations = (deps: ContextDeps) => ({
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
});

export const toLine = ({ anchor: _, backends: __, ...line }: Session): SessionLine => line;

const isTitled = ({ title }: Session, text: string) =>
  title.toLowerCase().includes(text.toLowerCase());

const matches = (session: Session, { agent, backend, since }: Omit<SessionFilter, 'search'>) =>
  (agent === undefined || session.agents.includes(agent)) &&
  (backend === undefined || session.backends.includes(backend)) &&
  (since === undefined || Date.parse(session.updatedAt) >= since.getTime());

async function turnsOf(deps: ContextDeps, { id }: Session): Promise<readonly TurnLine[]> {
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
