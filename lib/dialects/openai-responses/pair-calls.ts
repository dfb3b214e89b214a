import { legalCallIds } from '../legal-call-ids.ts';
import { type Lossy, loss, lossy } from '../lossy.ts';
import { type Call, findPairs } from '../pair.ts';
import { partsOf, type Utterance } from '../utterance.ts';

/** Which result answers which call, and under which id, everyone left where they stand. */
export interface Pairs {
  /** The ids of all calls so far, as they go out. */
  readonly taken: ReadonlySet<string>;
  /** The ids of those that are not answered. */
  readonly open: readonly string[];
  readonly idOf: (call: Call) => string;
  /** The call that a tool's utterance answers. */
  readonly callOf: (utterance: Utterance) => Call | undefined;
  readonly isAnswered: (call: Call) => boolean;
}

/**
 * Pairs calls with results; here results may come in any order, and others may speak between.
 * `before`: the ids that are taken.
 */
export function pairInPlace(
  utterances: readonly Utterance[],
  before: ReadonlySet<string>,
): Lossy<Pairs> {
  const calls = utterances.flatMap((utterance) => partsOf(utterance, 'tool_call'));
  const pairs = findPairs(utterances);
  const answered = new Map([...pairs].map(([call, utterance]) => [utterance, call]));
  const ids = legalCallIds(
    calls.map(({ part }) => part.id),
    before,
  );
  const idByCall = new Map(calls.map((call, place) => [call, ids[place] ?? call.part.id]));
  const idOf = (call: Call) => idByCall.get(call) ?? call.part.id;
  return lossy(
    {
      taken: ids.length > 0 ? new Set([...before, ...ids]) : before,
      open: calls.filter((call) => !pairs.has(call)).map(({ part }) => part.id),
      idOf,
      callOf: (utterance) => answered.get(utterance),
      isAnswered: (call) => pairs.has(call),
    },
    ...calls
      .filter((call) => idOf(call) !== call.part.id)
      .map((call) => loss('call-id', `${call.at}.id`, idOf(call))),
  );
}
