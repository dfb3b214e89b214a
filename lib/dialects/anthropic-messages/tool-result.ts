import { type Lossy, loss, lossless, lossy, translateEach } from '../lossy.ts';
import type { Answer } from '../pair.ts';
import { plainText } from '../plain-text.ts';
import { INTERRUPTED, orphanContent, type Result, resultContent } from '../result-content.ts';
import { partsOf, type Utterance } from '../utterance.ts';
import { toContent } from './content.ts';
import { toShowable } from './sendable.ts';
import type { WireBlock, WireContent, WireMessage } from './wire.ts';

/** All results of one turn in the one message that follows it; those that came in this form, as they came. */
export function writeAnswers(answers: readonly Answer[]): Lossy<readonly WireMessage[]> {
  if (answers.length === 0) return lossless([]);
  const native = new Set(answers.flatMap(({ result }) => nativeOf(result)));
  if (native.size > 0) return lossless([...native]);
  const { value, losses } = translateEach(answers, toResultBlock);
  return { value: [{ role: 'user', content: value }], losses };
}

// What came was found to be a message of this form when it was read.
const nativeOf = (result: Utterance | undefined) =>
  result?.native === undefined ? [] : [result.native as unknown as WireMessage];

function toResultBlock({ call, id, result }: Answer): Lossy<WireBlock> {
  const said =
    result && partsOf(result, 'tool_result').find(({ part }) => part.call === call.part.id);
  if (!said)
    return lossy(
      { type: 'tool_result', tool_use_id: id, content: INTERRUPTED, is_error: true },
      loss('dangling-call', call.at, 'answered as interrupted'),
    );
  const { value, losses } = toResultContent(said);
  return {
    value: {
      type: 'tool_result',
      tool_use_id: id,
      ...(value.length > 0 && { content: value }),
      ...(said.part.error && { is_error: true }),
    },
    losses,
  };
}

/** One text is a string, which may be blank; a block of text may not. */
function toResultContent(said: Result): Lossy<WireContent> {
  const [only, ...others] = said.part.content;
  if (only?.type === 'text' && others.length === 0)
    return plainText({ part: only, message: said.message, at: `${said.at}.content[0]` });
  const content = resultContent(said, toShowable);
  const { value, losses } = toContent(content.value);
  return { value, losses: [...content.losses, ...losses] };
}

/** A result whose call is not there, as a user would tell it. */
export function writeOrphan(utterance: Utterance): Lossy<readonly WireMessage[]> {
  const told = orphanContent(utterance, toShowable);
  const { value, losses } = toContent(told.value);
  return { value: [{ role: 'user', content: value }], losses: [...told.losses, ...losses] };
}
