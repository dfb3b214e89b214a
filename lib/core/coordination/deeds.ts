import type { Deed, Sharer } from '../agent/deed.ts';
import type { CommitOutcome } from '../context/commit-outcome.ts';
import { Message } from '../message/message.ts';
import { commitStep, type Step } from './commit-step.ts';
import type { TurnOrder } from './orders.ts';
import type { RunDeps } from './run-deps.ts';
import { runItems } from './run-items.ts';
import type { RunLog } from './run-log.ts';

/** How often, at the most, deeds of one turn are committed while it lasts. */
const EVERY_MS = 1_000;

/** What an agent says, does and finds in the midst of a turn, shared as it happens. */
export interface Deeds {
  readonly sharer: Sharer;
  /** The item that holds a message already, once all that came has landed or failed. */
  readonly settled: () => Promise<(message: Message) => string | undefined>;
}

type Work = Pick<RunDeps, 'log' | 'clock'>;

/** What there is of the run before the turn. */
type Before = Pick<RunLog, 'deeds'> & { readonly request: { readonly team: Step['team'] } };

/**
 * Commits deeds behind the turn that does them. Their items' names make them the same when a turn is
 * begun again; of what fails to land, its messages are part of the turn's own commit.
 */
export function createDeeds(deps: Work, order: TurnOrder, run: Before, base: number): Deeds {
  const area = runItems(order.run).deedsOf(order.agent);
  const told = new Set(run.deeds.keys());
  const stands = new Map([...run.deeds].map(([item, message]) => [item, partsOf(message)]));
  const commit = committer(deps, order, run, { area, base });
  let waiting: readonly Deed[] = [];
  let isDue = false;
  let last = deps.clock.now().getTime();
  let work: Promise<void> = Promise.resolve();

  const offer = async (deeds: readonly Deed[]) => {
    const landed = await commit(deeds);
    for (const { item, body } of deeds.flatMap(({ operations }) => operations))
      if (landed.has(item)) stands.set(item, partsOf(body));
  };

  const flush = () => {
    const byAuthor = Map.groupBy(waiting, ({ author }) => JSON.stringify(author));
    waiting = [];
    isDue = false;
    last = deps.clock.now().getTime();
    for (const deeds of byAuthor.values())
      work = work.then(() => offer(deeds)).catch(() => undefined);
  };

  const flushInTime = () => {
    const left = last + EVERY_MS - deps.clock.now().getTime();
    if (left <= 0) return flush();
    if (!isDue) deps.clock.timeout(left).addEventListener('abort', flush, { once: true });
    isDue = true;
  };

  const isNews = ({ operations: [said] }: Deed) => {
    if (!said || told.has(said.item)) return false;
    told.add(said.item);
    return true;
  };

  return {
    sharer: {
      agent: order.agent,
      area,
      take: (deeds) => {
        const news = deeds.filter(isNews);
        waiting = [...waiting, ...news];
        if (news.length > 0) flushInTime();
      },
    },
    settled: async () => {
      flush();
      await work;
      return ({ id, parts }) => {
        const item = `${area}${id}`;
        return stands.get(item) === partsOf({ parts }) ? item : undefined;
      };
    },
  };
}

const Spoken = Message.pick({ parts: true });

const partsOf = (body: unknown) => JSON.stringify(Spoken.safeParse(body).data?.parts ?? []);

/** Commits deeds of one author, and says which items the commit that stands holds. */
function committer(
  deps: Work,
  order: TurnOrder,
  { request }: Before,
  { area, base: seen }: { readonly area: string; readonly base: number },
) {
  const { run, round, agent } = order;
  const items = runItems(run);
  const expects = [items.round, items.stop, items.result];
  let base = seen;

  const commit = async (step: Omit<Step, 'base'>): Promise<CommitOutcome> => {
    const outcome = await commitStep(deps, order, { ...step, base });
    if (outcome.kind === 'committed') base = outcome.commit.version;
    if (outcome.kind === 'committed' || outcome.conflicts.some(isOfRun)) return outcome;
    // Somebody else has changed the same file: it is as it was seen last, whoever wrote it before.
    base = outcome.head.version;
    return commit(step);
  };
  const isOfRun = ({ item }: { readonly item: string }) => expects.includes(item);

  return async (deeds: readonly Deed[]): Promise<ReadonlySet<string>> => {
    const [first] = deeds;
    const operations = deeds.flatMap((deed) => deed.operations);
    const [said] = operations;
    if (!first || !said) return new Set();
    const outcome = await commit({
      id: `${run}/did/${round}/${agent}/${said.item.slice(area.length)}`,
      team: request.team,
      cause: { run, step: 'did', round, agent },
      author: first.author,
      operations: operations.map((one) => ({ ...one, tags: [one.kind, ...(one.tags ?? [])] })),
      expects,
    });
    return new Set(
      outcome.kind === 'committed' ? outcome.commit.operations.map(({ item }) => item) : [],
    );
  };
}
