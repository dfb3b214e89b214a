import { createRunViewer } from '../../core/coordination/news-for.ts';
import { roughTokens } from '../../core/message/tokens.ts';
import type { Clock } from '../../core/shared/clock.ts';
import type { Contexts } from '../../operations/contexts.ts';
import type { Span, Stream } from '../sharing/mark.ts';
import { newsFor } from '../sharing/news.ts';
import type { Sharing } from '../sharing/thread.ts';
import { type Hold, heldBy } from './hold.ts';
import type { Seat } from './seat.ts';
import { shareSession } from './share-session.ts';
import type { Spool, SpooledSession } from './spool.ts';
import { openToldSession, type ToldSession } from './told-session.ts';
import { watchedContext } from './watched-context.ts';

export interface KeeperParts {
  readonly contexts: Pick<Contexts, 'commit' | 'log' | 'show' | 'watch'>;
  readonly stream: Stream;
  readonly sharing: Sharing;
  /** Tokens of one piece of news, at most. */
  readonly budget: number;
  /** What may hold up a stop. */
  readonly hold: Hold;
  readonly spool: Spool;
  readonly seat: Seat;
  readonly clock: Clock;
}

/** Shares the sessions of a spool, and lays news out for them. */
export interface Keeper {
  /** Does so, while it has the seat, until the signal aborts; and once more then. */
  readonly keep: (signal: AbortSignal) => Promise<void>;
}

/** How long a hook's word counts that a session was told: then its transcript has to say so. */
const TRUST_MS = 10_000;
/** How often transcripts are looked at: nobody tells of what is written there. */
const LOOK_MS = 50;

const viewer = createRunViewer(roughTokens);

export function createKeeper(parts: KeeperParts): Keeper {
  const { contexts, stream, sharing, budget, hold, spool, seat, clock } = parts;
  const complain = onceEach(spool.log);
  const watched = watchedContext(contexts, stream, clock, complain);
  const sessions = new Map<string, ToldSession>();
  /** Sessions of which not all that was read is shared. */
  const behind = new Set<string>();
  /** What was last laid out for whom: up to where, and what had been shown. */
  const laid = new Map<string, string>();

  const sessionOf = ({ session, transcript }: SpooledSession): ToldSession => {
    const found = sessions.get(session) ?? openToldSession(transcript, stream);
    sessions.set(session, found);
    return found;
  };

  const share = async (session: string, { files }: ToldSession) => {
    if (!behind.has(session) || !watched.isReady) return;
    const { isShared } = watched;
    const { refused } = await shareSession(contexts, stream, files, sharing, { isShared });
    for (const { id, why } of refused) complain(`${id} was not shared: ${why}`);
    behind.delete(session);
    spool.noteRead(session, files.main.bytes);
  };

  const shownTo = (session: string, told: ToldSession): readonly Span[] => {
    const given = spool.given(session);
    const isRecent = given !== undefined && clock.now().getTime() - given.at < TRUST_MS;
    return [...told.shown(), ...(isRecent ? [{ after: 0, upTo: given.version }] : [])];
  };

  const tell = (session: string, told: ToldSession) => {
    const { head, items } = watched;
    const keyOf = (shown: readonly Span[]) => JSON.stringify([head?.version, shown]);
    if (!head || laid.get(session) === keyOf(shownTo(session, told))) return;
    spool.withdraw(session);
    const shown = shownTo(session, told);
    const { isOwn } = told;
    const request = { stream, agent: sharing.agent, isOwn, shown, head, budget };
    const news = newsFor(viewer, items.values(), request);
    if (news)
      spool.offer(session, { version: head.version, text: news.text, holds: heldBy(hold, news) });
    laid.set(session, keyOf(shown));
  };

  const readOn = async (spooled: SpooledSession) => {
    const { session, isFork } = spooled;
    const told = sessionOf(spooled);
    if (told.files.readOn()) behind.add(session);
    // Before a fork is prompted nobody can say what its origin was told.
    if (!isFork || told.files.main.bytes > 0) tell(session, told);
    if (watched.isReady) spool.noteSeen(session);
  };

  const shareOn = async (spooled: SpooledSession) => {
    const { session, isEnded } = spooled;
    await share(session, sessionOf(spooled));
    if (!watched.isReady || !isEnded) return;
    sessions.delete(session);
    laid.delete(session);
    spool.forget(session);
  };

  /** What one session has wrong with it is no matter to another. */
  const forEach = async (work: (spooled: SpooledSession) => Promise<void>) => {
    for (const spooled of spool.sessions())
      await work(spooled).catch((error: Error) => complain(`${spooled.session}: ${error.message}`));
  };

  /** To be told, none waits until others are shared. */
  const attendAll = coalesced(async () => {
    if (!seat.holds()) return;
    await forEach(readOn);
    await forEach(shareOn);
  });

  return {
    keep: async (signal) => {
      const following = watched.follow(() => void attendAll(), signal);
      while (!signal.aborted) {
        await attendAll();
        await clock.pause(LOOK_MS, signal).catch(() => undefined);
      }
      await attendAll();
      seat.leave();
      await following;
    },
  };
}

/** Work that is asked for while it goes on is done once more afterwards. */
function coalesced(work: () => Promise<void>): () => Promise<void> {
  let going: Promise<void> | undefined;
  let isWanted = false;
  const go = async () => {
    while (isWanted) {
      isWanted = false;
      await work();
    }
    going = undefined;
  };
  return () => {
    isWanted = true;
    going ??= go();
    return going;
  };
}

/** Says nothing twice running. */
function onceEach(say: (text: string) => void): (text: string) => void {
  let last = '';
  return (text) => {
    if (text !== last) say(text);
    last = text;
  };
}
