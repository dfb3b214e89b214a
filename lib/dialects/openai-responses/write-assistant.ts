import type { Message } from '../../core/message/message.ts';
import { legalName } from '../legal-name.ts';
import { type Lossy, loss, translateAll } from '../lossy.ts';
import type { Call } from '../pair.ts';
import { isText } from '../plain-text.ts';
import { toArgumentsText } from '../sent-arguments.ts';
import { type PartOf, type Placed, partsOf, type Utterance } from '../utterance.ts';
import { toSpokenContent } from './content.ts';
import { ownItems } from './own-items.ts';
import type { Reader } from './quirks.ts';
import type { CallItem, MessageItem, WireItem } from './wire.ts';

/** How the assistant's items come to be. */
export interface AssistantWriter {
  readonly messages: readonly Message[];
  readonly reader: Reader;
  readonly idOf: (call: Call) => string;
}

/** What the assistant said and called, in its order. `before` is the digest of all that precedes it. */
export function writeAssistant(
  utterance: Utterance,
  before: string,
  { messages, reader, idOf }: AssistantWriter,
): Lossy<readonly WireItem[]> {
  const message = messages[utterance.message];
  if (utterance.native !== undefined && message)
    return ownItems(utterance, reasoningHolds(message, before, reader), idOf);
  return translateAll<Run, WireItem>(runsOf(utterance), (run) =>
    run.kind === 'call'
      ? writeCall(run.call, idOf(run.call), reader)
      : writeTexts(run.texts, reader),
  );
}

/** Reasoning is good for the account and the model that had it, after what they were told then. */
const reasoningHolds = (
  { author, native }: Message,
  before: string,
  { backend, model, account }: Reader,
): boolean =>
  backend === undefined ||
  (account !== undefined &&
    author?.model === model &&
    native?.account === account &&
    native.prefix === before);

type PlacedText = Placed<PartOf<'text'>>;

/** A call, or texts that stand side by side. */
type Run =
  | { readonly kind: 'call'; readonly call: Call }
  | { readonly kind: 'texts'; readonly texts: readonly PlacedText[] };

function runsOf(utterance: Utterance): readonly Run[] {
  const calls = partsOf(utterance, 'tool_call');
  const runs: Run[] = [];
  for (const placed of utterance.parts) {
    const last = runs.at(-1);
    const call = calls.find((each) => each === placed);
    if (call) runs.push({ kind: 'call', call });
    else if (isText(placed) && last?.kind === 'texts')
      runs.splice(-1, 1, { kind: 'texts', texts: [...last.texts, placed] });
    else if (isText(placed)) runs.push({ kind: 'texts', texts: [placed] });
  }
  return runs;
}

function writeTexts(
  texts: readonly PlacedText[],
  { quirks }: Reader,
): Lossy<readonly MessageItem[]> {
  const { value, losses } = toSpokenContent(texts, quirks);
  return { value: [{ role: 'assistant', content: value }], losses };
}

function writeCall(call: Call, id: string, { quirks }: Reader): Lossy<readonly CallItem[]> {
  const name = legalName(call.part.name);
  const { value, losses } = toArgumentsText(call, quirks.arguments);
  const renamed = name === call.part.name ? [] : [loss('tool-name', `${call.at}.name`, name)];
  const item: CallItem = { type: 'function_call', call_id: id, name, arguments: value };
  return {
    value: [quirks.itemIds ? { ...item, id, status: 'completed' } : item],
    losses: [...renamed, ...losses],
  };
}
