import { legalCallIds } from '../legal-call-ids.ts';
import { type Lossy, loss } from '../lossy.ts';
import type { Answer, Exchange } from '../pair.ts';

/** The API wants no two calls of a whole conversation to have one id: later ones get one of ours. */
export function uniqueIds({
  value: exchanges,
  losses,
}: Lossy<readonly Exchange[]>): Lossy<readonly Exchange[]> {
  const all = exchanges.flatMap(({ answers }) => answers);
  const native = exchanges.filter(isNative).flatMap(({ answers }) => answers.map(({ id }) => id));
  const ours = exchanges.filter((exchange) => !isNative(exchange)).flatMap(callsInOrder);
  const legal = legalCallIds([...new Set(native), ...ours.map(({ id }) => id)]);
  const ids = new Map(
    ours.map((answer, place) => [answer, legal[legal.length - ours.length + place]]),
  );
  const idOf = (answer: Answer) => ids.get(answer) ?? answer.id;
  const changed = all.filter((answer) => idOf(answer) !== answer.id);
  const places = changed.map(({ call }) => `${call.at}.id`);
  return {
    value: exchanges.map(({ utterance, answers }) => ({
      utterance,
      answers: answers.map((answer) => ({ ...answer, id: idOf(answer) })),
    })),
    losses: [
      ...losses.filter(({ kind, at }) => kind !== 'call-id' || !places.includes(at)),
      ...changed.map((answer) => loss('call-id', `${answer.call.at}.id`, idOf(answer))),
    ],
  };
}

const isNative = ({ utterance }: Exchange) => utterance.native !== undefined;

const callsInOrder = ({ utterance, answers }: Exchange) =>
  answers.toSorted(
    (left, right) => utterance.parts.indexOf(left.call) - utterance.parts.indexOf(right.call),
  );
