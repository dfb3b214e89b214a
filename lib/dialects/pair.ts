import { legalCallIds } from './legal-call-ids.ts';
import { type Lossy, loss, translateEach } from './lossy.ts';
import { type PartOf, type Placed, partsOf, type Utterance } from './utterance.ts';

export type Call = Placed<PartOf<'tool_call'>>;

/** What is said to one call: its result, or nothing where it never came. */
export interface Answer {
  readonly call: Call;
  /** The id under which the call goes out. */
  readonly id: string;
  readonly result: Utterance | undefined;
}

/** An utterance, and what answers its calls. A `tool` utterance that stands here answers none. */
export interface Exchange {
  readonly utterance: Utterance;
  readonly answers: readonly Answer[];
}

/** Brings the results of calls right behind them, whoever stood between. */
export function pairCalls(utterances: readonly Utterance[]): Lossy<readonly Exchange[]> {
  const pairs = findPairs(utterances);
  const answering = new Set(pairs.values());
  const places = new Map(utterances.map((utterance, place) => [utterance, place]));
  const pairing: Pairing = {
    pairs,
    placeOf: (utterance) => (utterance && places.get(utterance)) ?? utterances.length,
    between: (from, to) => utterances.slice(pairing.placeOf(from) + 1, pairing.placeOf(to)),
  };
  return translateEach(
    utterances.filter((utterance) => !answering.has(utterance)),
    (utterance) => exchangeOf(utterance, pairing),
  );
}

/** The ids of calls without a result, and those that were so before. */
export function openCalls(
  before: ReadonlySet<string>,
  exchanges: readonly Exchange[],
): ReadonlySet<string> {
  const open = exchanges.flatMap(({ answers }) =>
    answers.filter(({ result }) => !result).map(({ call }) => call.part.id),
  );
  return open.length > 0 ? new Set([...before, ...open]) : before;
}

interface Pairing {
  readonly pairs: ReadonlyMap<Call, Utterance>;
  /** Where it came in the order of all; nothing comes last. */
  readonly placeOf: (utterance: Utterance | undefined) => number;
  readonly between: (from: Utterance, to: Utterance) => readonly Utterance[];
}

/** A result answers the last message before it that made such a call; calls of one id in their order. */
export function findPairs(utterances: readonly Utterance[]): ReadonlyMap<Call, Utterance> {
  const pairs = new Map<Call, Utterance>();
  const open = new Map<string, readonly Call[]>();
  for (const utterance of utterances) {
    for (const call of partsOf(utterance, 'tool_call')) {
      const before = open.get(call.part.id)?.filter(({ message }) => message === call.message);
      open.set(call.part.id, [...(before ?? []), call]);
    }
    for (const { part } of partsOf(utterance, 'tool_result')) {
      const [call, ...others] = open.get(part.call) ?? [];
      if (call) pairs.set(call, utterance);
      open.set(part.call, others);
    }
  }
  return pairs;
}

function exchangeOf(utterance: Utterance, pairing: Pairing): Lossy<Exchange> {
  const calls = partsOf(utterance, 'tool_call');
  const ids = legalCallIds(calls.map(({ part }) => part.id));
  const answers = calls.map((call, place) => ({
    call,
    id: utterance.native ? call.part.id : (ids[place] ?? ''),
    result: pairing.pairs.get(call),
  }));
  return {
    value: { utterance, answers: answers.toSorted(byPlaceOfResult(pairing)) },
    losses: answers.flatMap((answer) => [
      ...lossesOfId(answer),
      ...lossesOfOrder(answer, utterance, pairing),
    ]),
  };
}

/** Results as they came, then the calls without one. */
const byPlaceOfResult =
  ({ placeOf }: Pairing) =>
  (left: Answer, right: Answer) =>
    placeOf(left.result) - placeOf(right.result);

const lossesOfId = ({ call, id }: Answer) =>
  id === call.part.id ? [] : [loss('call-id', `${call.at}.id`, id)];

/** Another message spoke between a call and its result. */
const lossesOfOrder = ({ call, result }: Answer, from: Utterance, { between }: Pairing) =>
  result && between(from, result).some((other) => isAnother(other, call))
    ? [loss('order', result.parts[0]?.at ?? '', 'moved up to the call that it answers')]
    : [];

const isAnother = ({ speaker, message }: Utterance, call: Call) =>
  speaker !== 'tool' && message !== call.message;
