import { type History, headOf, stateAt } from '../core/context/history.ts';
import { type Item, isVisibleTo } from '../core/context/item.ts';
import { subscriptionsOf } from '../core/coordination/news-for.ts';
import { RunRequest } from '../core/coordination/records.ts';
import { bodiesOf } from '../core/coordination/run-bodies.ts';
import type { Team } from '../core/coordination/team.ts';
import { user } from '../core/message/author.ts';
import { Fault } from '../core/shared/faults.ts';
import { shownOutput } from '../core/view/compression.ts';
import { nonceFrom } from '../core/view/fence.ts';
import type { Meter } from '../core/view/meter.ts';
import type { Passage } from '../core/view/passage.ts';
import type { Pointer } from '../core/view/pointer.ts';
import { Subscription } from '../core/view/subscription.ts';
import type { ViewRequest } from '../core/view/view-request.ts';
import { ViewSettings } from '../core/view/view-settings.ts';
import { shownAs, type Viewer } from '../core/view/viewer.ts';
import type { ContextDeps } from './context-deps.ts';
import { followPointer } from './follow-pointer.ts';
import { type Find, type HistoryAt, historyAt } from './history-at.ts';

export interface ViewOptions {
  /** Who is to read it; without it: what everybody may see. */
  readonly agent?: string;
  /** What it is at: of what does not fit, what has to do with it goes last. */
  readonly query?: string;
  /** Tokens, at most; what the agent's team says, unless said. */
  readonly budget?: number;
  /** A version, or `BRANCH@VERSION`; without it: the head. */
  readonly at?: string | number;
  readonly branch?: string;
  /** Shows, whole, what these lead to: an item's name, or `ITEM@VERSION`. */
  readonly expand?: readonly string[];
}

export interface ViewReport {
  readonly version: number;
  /** All of it as a model would be told it. */
  readonly text: string;
  /** What stands in it, and the items that each passage stands for. */
  readonly passages: readonly (Pick<Passage, 'form' | 'label' | 'tokens'> & {
    readonly of: readonly Pointer[];
  })[];
  readonly meter: Meter;
}

export const viewOperations = (deps: Pick<ContextDeps, 'log' | 'viewer'>, find: Find) => ({
  /**
   * What a reader is shown of a context; with `expand`, what its pointers lead to, as far as the
   * reader may see it. Throws what `historyAt` and `followPointer` throw, and `context.itemHidden`.
   */
  view: async (context: string, options: ViewOptions = {}): Promise<ViewReport> => {
    const { agent = user.agent, query = '', at, branch } = options;
    const place = await historyAt(deps.log, find, context, at, branch);
    const { address, history, version } = place;
    const team = lastTeam(history);
    const settings = team?.view ?? ViewSettings.parse({});
    const nonce = nonceFrom(headOf(history).hash ?? context);
    const viewer = await deps.viewer();
    const request: ViewRequest = {
      subscriptions: subscribed(team, agent, address.branch),
      branch: address.branch,
      room: options.budget ?? settings.budget,
      compression: settings.compression,
      query,
      outputCharacters: shownOutput(settings.compression),
      maker: team?.agents.find(({ id }) => id === agent)?.backends[0]?.type ?? '',
      labelOf,
      nonce,
      isHidden: isEvent,
    };
    const { passages, meter } = options.expand
      ? viewer.expand(await visible(deps, place, agent, options.expand, viewer, request), request)
      : viewer.lay(stateAt(history, version).items.values(), request);
    return {
      version,
      text: passages.map((passage) => shownAs(passage, nonce)).join('\n\n'),
      passages: passages.map(({ form, label, tokens, of }) => ({ form, label, tokens, of })),
      meter,
    };
  },
});

const labelOf = ({ id, kind, author }: Item) => `${kind} ${id} of ${author.agent}`;

const isEvent = ({ kind }: Item) => kind === 'event';

/** What pointers lead to. It is no more than the reader is shown now: who lost sight of it has. */
async function visible(
  { log }: Pick<ContextDeps, 'log'>,
  place: HistoryAt,
  agent: string,
  pointers: readonly string[],
  viewer: Viewer,
  request: ViewRequest,
): Promise<Iterable<Item>> {
  const items = new Set<Item>();
  for (const pointer of pointers) {
    const item = await followPointer(log, place, pointer);
    const now = place.history.state.items.get(item.id) ?? item;
    if (!isVisibleTo(agent, now) || viewer.passages([item], request).length === 0)
      throw new Fault('context.itemHidden', {
        context: place.address.context,
        item: item.id,
        agent,
      });
    items.add(item);
  }
  return items;
}

/** What the agent subscribed to in the context's last run; all that it may see, if nothing. */
function subscribed(
  team: Team | undefined,
  agent: string,
  branch: string,
): readonly Subscription[] {
  const own = team ? subscriptionsOf(team, agent) : [];
  return own.length > 0 ? own : [Subscription.parse({ agent, branches: [branch] })];
}

function lastTeam({ commits }: History): Team | undefined {
  const last = commits.findLast(({ cause }) => cause?.step === 'request');
  return last && RunRequest.parse(bodiesOf(last, 'request')[0]).team;
}
