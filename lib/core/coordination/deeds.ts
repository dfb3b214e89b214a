import { holdsReading, readsIn } from '../agent/reading-tool.ts';
import type { Message } from '../message/message.ts';
import { commitStep, put } from './commit-step.ts';
import type { TurnOrder } from './orders.ts';
import type { RunDeps } from './run-deps.ts';
import { runItems } from './run-items.ts';
import type { RunLog } from './run-log.ts';

/** How often, at the most, deeds of one turn are committed while it lasts. */
const EVERY_MS = 1_000;

/** What an agent says, does and finds in the midst of a turn, shared as it happens. */
export interface Deeds {
  /** Takes what has come; resolves at once. */
  readonly take: (messages: readonly Message[]) => void;
  /** The item that holds a message already, as soon as all commits have landed or failed. */
  readonly settled: () => Promise<(message: Message) => string | undefined>;
}

/**
 * Commits deeds behind the turn that does them. Their ids make them the same when a turn is begun
 * again; what fails to land is part of the turn's own commit.
 */
export function createDeeds(deps: RunDeps, order: TurnOrder, run: RunLog, base: number): Deeds {
  const items = runItems(order.run);
  const itemOf = ({ id }: Message) => items.deedOf(order.agent, id);
  const stands = new Map([...run.deeds].map(([item, message]) => [item, partsOf(message)]));
  const reads = new Set<string>();
  let waiting: Message[] = [];
  let last = deps.clock.now().getTime();
  let work: Promise<void> = Promise.resolve();

  const flush = () => {
    const messages = waiting.filter((message) => stands.get(itemOf(message)) !== partsOf(message));
    waiting = [];
    const [first] = messages;
    if (!first) return;
    last = deps.clock.now().getTime();
    work = work.then(() => commit(first.id, messages)).catch(() => undefined);
  };

  const commit = async (id: string, messages: readonly Message[]) => {
    const { run: name, round, agent } = order;
    const outcome = await commitStep(deps, order, {
      id: `${name}/did/${round}/${agent}/${id}`,
      team: run.request.team,
      cause: { run: name, step: 'did', round, agent },
      author: messages[0]?.author ?? { agent },
      operations: messages.map((message) => {
        const visibility = holdsReading(message, reads) ? 'private' : 'shared';
        return put('message', itemOf(message), 'message', message, visibility);
      }),
      expects: [items.round, items.stop, items.result],
      base,
    });
    if (outcome.kind === 'committed' && !outcome.repeated)
      for (const message of messages) stands.set(itemOf(message), partsOf(message));
  };

  return {
    take: (messages) => {
      waiting.push(...messages);
      for (const call of messages.flatMap(readsIn)) reads.add(call);
      if (deps.clock.now().getTime() - last >= EVERY_MS) flush();
    },
    settled: async () => {
      await work;
      return (message) =>
        stands.get(itemOf(message)) === partsOf(message) ? itemOf(message) : undefined;
    },
  };
}

const partsOf = ({ parts }: Message) => JSON.stringify(parts);
