import type { ContentPart } from '../core/message/part.ts';
import { type Lossy, loss, translateAll } from './lossy.ts';
import type { Grammar } from './place.ts';
import { isText } from './plain-text.ts';
import { type PartOf, type Placed, partsOf, type Utterance } from './utterance.ts';

export type Result = Placed<PartOf<'tool_result'>>;
export type Content = readonly Placed<ContentPart>[];

/** What is said to a call that nothing came back for. */
export const INTERRUPTED = 'Interrupted: nothing came back.';

/** What a result says, as far as a server takes it; a text that is empty says nothing. */
export function resultContent(
  { part, message, at }: Result,
  toSendable: Grammar['toSendable'],
): Lossy<Content> {
  const { value, losses } = translateAll(part.content, (entry, index) => {
    const place = `${at}.content[${index}]`;
    const sendable = toSendable(entry, place);
    return {
      value: sendable.value ? [{ part: sendable.value, message, at: place }] : [],
      losses: sendable.losses,
    };
  });
  return { value: value.filter((placed) => !isText(placed) || placed.part.text !== ''), losses };
}

/** The same, of a result whose error is said in words. */
export function resultInWords(result: Result, toSendable: Grammar['toSendable']): Lossy<Content> {
  const { value, losses } = resultContent(result, toSendable);
  return result.part.error
    ? {
        value: [remark('Error:', result), ...value],
        losses: [loss('tool-error', `${result.at}.error`, 'said in its text'), ...losses],
      }
    : { value, losses };
}

/** A result whose call is not there, as a user would tell it. */
export function orphanContent(
  utterance: Utterance,
  toSendable: Grammar['toSendable'],
): Lossy<Content> {
  return translateAll(partsOf(utterance, 'tool_result'), (result) => {
    const { value, losses } = resultInWords(result, toSendable);
    return {
      value: [remark(`[What the tool call ${result.part.call} gave:]`, result), ...value],
      losses: [loss('orphan-result', result.at, 'told by the user'), ...losses],
    };
  });
}

/** Words of ours beside a part. */
export const remark = (text: string, { message, at }: Placed): Placed<PartOf<'text'>> => ({
  part: { type: 'text', text: text.toWellFormed() },
  message,
  at,
});
