import { Entry, MAIN } from '../../claude-code/sessions/entry.ts';
import { type GoingOn, goOn } from '../../claude-code/sessions/go-on.ts';
import type { HeldSession } from '../../claude-code/sessions/held-session.ts';
import { createKeeper } from '../../claude-code/sessions/keeper.ts';
import { storeOf } from '../../claude-code/sessions/session-store.ts';
import type { Sessions } from '../../claude-code/sessions/sessions.ts';
import { mainOf } from '../../claude-code/sessions/standing.ts';
import type { Loss } from '../../core/message/loss.ts';
import type { Clock } from '../../core/shared/clock.ts';
import type { Ids } from '../../core/shared/ids.ts';
import { toUuid } from '../../dialects/claude-code/to-uuid.ts';
import type { OpenSession } from './open-session.ts';
import { historyOf, promptOf, type Told } from './session-of.ts';
import type { WorkFolder } from './work-folder.ts';

/** Where an agent's session is kept. */
export interface Keeping {
  readonly sessions: Sessions;
  /** The agent's session: the same in every round, on every machine. */
  readonly session: string;
}

interface Place extends Keeping {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly folderOf: (session: string) => WorkFolder;
}

/**
 * The agent's own session, taken over and gone on with; begun afresh from the conversation where it
 * holds something else. While somebody is at work on it, and goes on, this turn has one of its own.
 */
export async function openKept(place: Place, told: Told): Promise<OpenSession> {
  const { sessions, session, clock, ids, folderOf } = place;
  const lease = await sessions.wait(session);
  const own = lease ? session : toUuid(`${session} ${ids.next('session')}`);
  try {
    const { held, going, losses } = await takeUp(place, own, told);
    const folder = folderOf(own);
    const keeper = createKeeper({
      held,
      contents: sessions.contents(own),
      folder: folder.isOwn ? folder.path : undefined,
      clock,
    });
    await keeper.layOut();
    const prompt = promptOf(going.asked);
    return {
      prompt,
      losses: [...losses, ...prompt.losses],
      folder,
      options: { resume: own, sessionStore: storeOf(held), sessionStoreFlush: 'eager' },
      done: going.done,
      worked: keeper,
      refused: held.refused,
      close: async () => {
        // Entries that no store takes stay out: then the next turn begins afresh from the log.
        await held.append(MAIN, []).catch(() => undefined);
        await keeper.putAway().finally(lease?.letGo);
      },
    };
  } catch (error) {
    await lease?.letGo();
    throw error;
  }
}

interface TakenUp {
  readonly held: HeldSession;
  readonly going: GoingOn;
  readonly losses: readonly Loss[];
}

async function takeUp(place: Place, sessionId: string, told: Told): Promise<TakenUp> {
  const { sessions, clock } = place;
  const now = clock.now().toISOString();
  let going: GoingOn | undefined;
  const held = await sessions.take(sessionId, (standing) => {
    going = goOn(mainOf(standing), told.conversation, { sessionId, now });
    return going === undefined;
  });
  if (going) {
    await held.append(MAIN, going.entries);
    return { held, going, losses: [] };
  }
  const { entries, asked, losses } = historyOf(told.conversation, sessionId);
  await held.append(MAIN, entries.length > 0 ? entries : [beginning(sessionId, now)]);
  return { held, going: { entries, asked, done: [] }, losses };
}

/**
 * What a session holds that nothing was said in: a line that no model is shown. So it is resumed like
 * any other, from the store, and leaves nothing among the user's own sessions. Seen with 2.1.331.
 */
const beginning = (sessionId: string, timestamp: string): Entry =>
  Entry.parse({
    type: 'system',
    subtype: 'massgen',
    uuid: toUuid(`${sessionId} ${timestamp}`),
    parentUuid: null,
    isSidechain: false,
    sessionId,
    timestamp,
  });
