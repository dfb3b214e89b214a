import type { ModelDeps } from '../agent/call-model.ts';
import type { CallRecord } from '../agent/call-record.ts';
import type { Read } from '../agent/reading-tool.ts';
import type { Message } from '../message/message.ts';
import type { News, Viewed } from '../view/viewed.ts';
import { mayRead, newsFor, type Reader, settingsOf, subscriptionsOf } from './news-for.ts';
import type { TurnOrder } from './orders.ts';
import { readInFull } from './read-in-full.ts';
import type { RunDeps } from './run-deps.ts';
import { agentOf, callsOf, type RunLog } from './run-log.ts';
import type { Standing } from './standing.ts';

/** How far a maker's counts may be from ours before they are no measure of a single text. */
const MOST = 2;

export interface NewsReader extends Pick<ModelDeps, 'countAsked'> {
  readonly news: (standing: Standing, viewed: Viewed) => News | undefined;
  /** Reads whole what was shown in short, in one turn as much as may be shown at once. */
  readonly read?: ((standing: Standing, names: readonly string[]) => Read) | undefined;
}

/** How one agent is shown what is shared, and how that is counted; where nothing is, nothing is loaded. */
export async function newsReader(
  deps: Pick<RunDeps, 'viewer'>,
  run: RunLog,
  { agent, backend }: TurnOrder,
): Promise<NewsReader> {
  if (subscriptionsOf(run.request.team, agent).length === 0) return { news: () => undefined };
  const viewer = await deps.viewer();
  const maker = agentOf(run, agent).backends[backend]?.type ?? '';
  const sizes = new WeakMap<Message, number>();
  const sizeOf = (message: Message): number => {
    const size = sizes.get(message) ?? viewer.count(JSON.stringify(message.parts), maker);
    sizes.set(message, size);
    return size;
  };
  const readerNow = ({ run: now }: Standing): Reader => ({
    agent,
    maker,
    correction: correctionFrom(callsOf(now), maker),
  });
  let room = settingsOf(run).budget;
  return {
    news: (standing, viewed) =>
      newsFor(viewer, standing.run, standing.history.state, readerNow(standing), viewed),
    ...(mayRead(run) && {
      read: (standing, names) => {
        const inFull = readInFull(viewer, standing, readerNow(standing), names, room);
        room -= inFull.tokens;
        return inFull;
      },
    }),
    countAsked: ({ messages, tools }) =>
      messages.reduce(
        (sum, message) => sum + sizeOf(message),
        viewer.count(JSON.stringify(tools), maker),
      ),
  };
}

/** How many tokens a maker reports for each that was counted before it was asked. */
export function correctionFrom(calls: readonly CallRecord[], maker: string): number {
  const measured = calls.filter(({ backend, counted }) => backend === maker && counted);
  const counted = measured.reduce((sum, call) => sum + (call.counted ?? 0), 0);
  const reported = measured.reduce((sum, { usage }) => sum + usage.inputTokens, 0);
  if (counted === 0 || reported === 0) return 1;
  return Math.min(MOST, Math.max(1 / MOST, reported / counted));
}
