import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { heldSessions } from './hold.ts';
import { replaceFile } from './whole-file.ts';

const News = z.object({
  version: z.int().nonnegative(),
  text: z.string(),
  holds: z.enum(heldSessions).optional(),
});
/** What a session is to be told, up to which version it then has been, and whose stop that is worth. */
export type News = z.infer<typeof News>;

/** A session that hooks spoke of. */
export interface SpooledSession {
  readonly session: string;
  /** The file of its transcript. */
  readonly transcript: string;
  readonly isEnded: boolean;
  /** It goes on from another; its transcript says so once it is prompted. */
  readonly isFork: boolean;
}

/**
 * The folder in which hooks, which must be quick, and their keeper, which lives as long as a session,
 * leave word for each other. Each file is written whole under another name and renamed.
 */
export interface Spool {
  readonly sessions: () => readonly SpooledSession[];
  /** Puts news out; a hook that takes it leaves it as `given`. */
  readonly offer: (session: string, news: News) => void;
  /** Takes news back, so that no hook can take it meanwhile. */
  readonly withdraw: (session: string) => void;
  /** The news that a hook took last, and when. */
  readonly given: (
    session: string,
  ) => { readonly version: number; readonly at: number } | undefined;
  /** Notes how far a session's transcript has been read: bytes. */
  readonly noteRead: (session: string, bytes: number) => void;
  /** Notes that it has been looked at: whatever there is to tell lies ready. */
  readonly noteSeen: (session: string) => void;
  readonly forget: (session: string) => void;
  readonly log: (line: string) => void;
}

/** Bytes of the log of what went wrong. */
const MAX_LOG = 64 * 1024;

export function openSpool(folder: string): Spool {
  const root = join(folder, 'sessions');
  const of = (session: string, name: string) => join(root, session, name);
  mkdirSync(root, { recursive: true, mode: 0o700 });

  const write = (session: string, name: string, text: string) =>
    replaceFile(of(session, name), text);

  return {
    sessions: () =>
      namesIn(root).flatMap((session) => {
        const noted = of(session, 'transcript');
        const transcript = textOf(noted);
        const isEnded = timeOf(of(session, 'ended')) !== undefined || isOld(noted);
        const isFork = timeOf(of(session, 'fork')) !== undefined;
        return transcript ? [{ session, transcript, isEnded, isFork }] : [];
      }),
    offer: (session, news) => write(session, 'news', JSON.stringify(news)),
    withdraw: (session) => rmSync(of(session, 'news'), { force: true }),
    given: (session) => {
      const file = of(session, 'given');
      const at = timeOf(file);
      const news = News.safeParse(parsed(textOf(file))).data;
      return at === undefined || !news ? undefined : { version: news.version, at };
    },
    noteRead: (session, bytes) => write(session, 'read', String(bytes)),
    noteSeen: (session) => rmSync(of(session, 'new'), { force: true }),
    forget: (session) => rmSync(join(root, session), { recursive: true, force: true }),
    log: (line) => logLine(join(folder, 'log'), line),
  };
}

/** None where somebody took the folder away: who uninstalls does. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** A session that was killed says no word of its end. */
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
const isOld = (file: string): boolean => Date.now() - (timeOf(file) ?? 0) > WEEK_MS;

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

const timeOf = (file: string): number | undefined =>
  statSync(file, { throwIfNoEntry: false })?.mtimeMs;

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return undefined;
  }
}

/** A disk that is full is no reason to end. */
function logLine(file: string, line: string): void {
  try {
    const { size } = statSync(file, { throwIfNoEntry: false }) ?? { size: 0 };
    if (size > MAX_LOG) rmSync(file, { force: true });
    appendFileSync(file, `${new Date().toISOString()} ${line}\n`, { mode: 0o600 });
  } catch {
    // Whoever looks for the line sees that the disk is full.
  }
}
