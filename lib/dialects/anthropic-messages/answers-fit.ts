import type { Message } from '../../core/message/message.ts';
import { bringsResult } from '../utterance.ts';
import { DIALECT } from './wire.ts';

/**
 * Whether the results that a message brings can go back in the form in which they came: together
 * with those right beside it they answer each call of the message before them, and stand first.
 */
export function answersFit(messages: readonly Message[], index: number): boolean {
  let first = index;
  let last = index;
  while (bringsResult(messages[first - 1])) first -= 1;
  while (bringsResult(messages[last + 1])) last += 1;
  const asked = messages[first - 1];
  const told = messages.slice(first, last + 1);
  return (
    asked?.role === 'assistant' &&
    [asked, ...told].every(({ native }) => native?.dialect === DIALECT) &&
    areSame(callsOf(asked), told.flatMap(resultsOf)) &&
    told.every((message, place) => resultsStandFirst(message, place < told.length - 1))
  );
}

const callsOf = ({ parts }: Message) =>
  parts.flatMap((part) => (part.type === 'tool_call' ? [part.id] : []));

const resultsOf = ({ parts }: Message) =>
  parts.flatMap((part) => (part.type === 'tool_result' ? [part.call] : []));

const areSame = (calls: readonly string[], results: readonly string[]) =>
  new Set(calls).size === calls.length &&
  calls.toSorted().join('\n') === results.toSorted().join('\n');

function resultsStandFirst(message: Message, alone: boolean): boolean {
  const results = resultsOf(message).length;
  const before = message.parts.slice(0, results);
  return (
    before.every(({ type }) => type === 'tool_result') &&
    (!alone || results === message.parts.length)
  );
}
