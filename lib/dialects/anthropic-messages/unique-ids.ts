import { legalCallIds } from '../legal-call-ids.ts';
import { type Lossy, loss } from '../lossy.ts';
import type { Answer, Exchange } from '../pair.ts';

/** The ids of the calls that were written before. */
export interface TakenIds {
  readonly all: ReadonlySet<string>;
  /** Of those that went out as they came. */
  readonly native: ReadonlySet<string>;
  /** Of the others, under which they came and go out: none that comes as it is may have one of these. */
  readonly ours: ReadonlySet<string>;
}

export const noIds: TakenIds = { all: new Set(), native: new Set(), ours: new Set() };

export interface Named {
  readonly exchanges: readonly Exchange[];
  readonly taken: TakenIds;
}

/** The API wants no two calls of a whole conversation to have one id: later ones get one of ours. */
export function uniqueIds(
  { value: exchanges, losses }: Lossy<readonly Exchange[]>,
  before: TakenIds,
): Lossy<Named> {
  const native = exchanges.filter(isNative).flatMap(({ answers }) => answers.map(({ id }) => id));
  const newcomers = [...new Set(native)].filter((id) => !before.native.has(id));
  const ours = exchanges.filter((exchange) => !isNative(exchange)).flatMap(callsInOrder);
  const legal = legalCallIds([...newcomers, ...ours.map(({ id }) => id)], before.all);
  const ids = new Map(ours.map((answer, place) => [answer, legal[newcomers.length + place]]));
  const idOf = (answer: Answer) => ids.get(answer) ?? answer.id;
  const changed = exchanges
    .flatMap(({ answers }) => answers)
    .filter((answer) => idOf(answer) !== answer.id);
  const places = new Set(changed.map(({ call }) => `${call.at}.id`));
  return {
    value: {
      exchanges: exchanges.map(({ utterance, answers }) => ({
        utterance,
        answers: answers.map((answer) => ({ ...answer, id: idOf(answer) })),
      })),
      taken: {
        all: union(before.all, legal),
        native: union(before.native, newcomers),
        ours: union(
          before.ours,
          ours.flatMap((answer) => [answer.call.part.id, answer.id, idOf(answer)]),
        ),
      },
    },
    losses: [
      ...losses.filter(({ kind, at }) => kind !== 'call-id' || !places.has(at)),
      ...changed.map((answer) => loss('call-id', `${answer.call.at}.id`, idOf(answer))),
    ],
  };
}

const union = (before: ReadonlySet<string>, ids: readonly string[]): ReadonlySet<string> =>
  ids.length > 0 ? new Set([...before, ...ids]) : before;

const isNative = ({ utterance }: Exchange) => utterance.native !== undefined;

const callsInOrder = ({ utterance, answers }: Exchange) =>
  answers.toSorted(
    (left, right) => utterance.parts.indexOf(left.call) - utterance.parts.indexOf(right.call),
  );
