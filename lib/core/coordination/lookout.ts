import { createReading } from '../agent/reading-tool.ts';
import type { DecisionDeps } from '../agent/turn.ts';
import { mainBranch } from '../context/address.ts';
import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/faults.ts';
import type { NewsReader } from './news-reader.ts';
import type { TurnOrder } from './orders.ts';
import { isOverBudget } from './plan.ts';
import { readRun } from './read-run.ts';
import type { RunDeps } from './run-deps.ts';
import { callsOf } from './run-log.ts';
import { ballotFor } from './scene.ts';
import { sumOf } from './spending.ts';
import type { Standing } from './standing.ts';

/** How long an agent waits for news in the midst of its turn. A slow store costs it the news, never the turn. */
const NEWS_MS = 2_000;

interface Watch extends Pick<NewsReader, 'news' | 'read'> {
  readonly votesOnly: boolean;
}

/**
 * What an agent has before it by what stands now; the first time, and when there is no reading it in
 * time, by what was read before. Throws `turn.overBudget` when nothing may be spent any more.
 */
export function lookout(
  deps: Pick<RunDeps, 'log' | 'clock'>,
  order: TurnOrder,
  read: Standing,
  { votesOnly, news, read: readBehind }: Watch,
): Pick<DecisionDeps, 'look' | 'reading'> {
  let known = read;
  let isFresh = true;
  const look: DecisionDeps['look'] = async (calls, viewed) => {
    if (!isFresh) known = (await inTime(deps.clock, readNow(deps, order))) ?? known;
    isFresh = false;
    const { run } = known;
    const total = sumOf([...callsOf(run), ...order.spent, ...calls]);
    if (isOverBudget(run, total)) throw new Fault('turn.overBudget', { agent: order.agent });
    return { ballot: ballotFor(run, order.agent, votesOnly), news: news(known, viewed) };
  };
  return {
    look,
    ...(readBehind && { reading: createReading((names) => readBehind(known, names)) }),
  };
}

async function readNow(
  { log }: Pick<RunDeps, 'log'>,
  { tenant, context, run }: TurnOrder,
): Promise<Standing> {
  const history = await log.history(mainBranch(tenant, context));
  return { history, run: readRun(history.commits, run) };
}

/** What comes of it within the time for news; undefined when nothing does. */
const inTime = <T>(clock: Clock, reading: Promise<T>): Promise<T | undefined> =>
  new Promise((resolve) => {
    const late = clock.timeout(NEWS_MS);
    late.addEventListener('abort', () => resolve(undefined), { once: true });
    reading.then(resolve, () => resolve(undefined));
  });
