import type { ContentPart } from '../../core/message/part.ts';
import { type Lossy, loss, lossless, lossy, translateAll } from '../lossy.ts';
import type { Answer } from '../pair.ts';
import { type PartOf, type Placed, partsOf, type Utterance } from '../utterance.ts';
import { isText, toTextContent } from './content.ts';
import type { Quirks } from './quirks.ts';
import { toSendable } from './sendable.ts';
import type { WireMessage } from './wire.ts';

type Form = Quirks['form'];
type Content = readonly Placed<ContentPart>[];
type Result = Placed<PartOf<'tool_result'>>;

/** A tool's message, and what it cannot hold: the images and files that a user then shows. */
export interface ToolAnswer {
  readonly message: WireMessage;
  readonly shown: Content;
}

export function toToolAnswer({ call, id, result }: Answer, form: Form): Lossy<ToolAnswer> {
  const [said] = result ? partsOf(result, 'tool_result') : [];
  if (!said) return interrupted(call, id);
  if (result?.native !== undefined && id === call.part.id)
    return lossless({ message: result.native, shown: [] });
  const content = contentOf(said, form);
  const text = toTextContent(content.value.filter(isText), form);
  const shown = content.value.filter((placed) => !isText(placed));
  return {
    value: { message: { role: 'tool', tool_call_id: id, content: text.value }, shown },
    losses: [...content.losses, ...text.losses, ...shown.flatMap(movedOut)],
  };
}

const interrupted = (call: Placed, id: string): Lossy<ToolAnswer> =>
  lossy(
    {
      message: { role: 'tool', tool_call_id: id, content: 'Interrupted: nothing came back.' },
      shown: [],
    },
    loss('dangling-call', call.at, 'answered as interrupted'),
  );

/** An image that had to be replaced by a note has its loss already. */
const movedOut = ({ part, at }: Placed) => [
  loss(`${part.type}-in-tool-result`, at, 'shown by the user right after'),
];

/** A result whose call is not there, as a user would tell it. */
export function orphanContent(utterance: Utterance, form: Form): Lossy<Content> {
  return translateAll(partsOf(utterance, 'tool_result'), (result) => {
    const { value, losses } = contentOf(result, form);
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

/** What a result says, as far as the server takes it. That it is an error is said in words. */
function contentOf(result: Result, form: Form): Lossy<Content> {
  const { part, message, at } = result;
  const content = translateAll(part.content, (entry, index) => {
    const place = `${at}.content[${index}]`;
    const { value, losses } = toSendable(entry, place, form);
    return { value: value ? [{ part: value, message, at: place }] : [], losses };
  });
  const spoken = content.value.filter((placed) => !isText(placed) || placed.part.text !== '');
  return part.error
    ? {
        value: [remark('Error:', result), ...spoken],
        losses: [loss('tool-error', `${at}.error`, 'said in its text'), ...content.losses],
      }
    : { value: spoken, losses: content.losses };
}
