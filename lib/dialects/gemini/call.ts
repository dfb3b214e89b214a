import { fromArgumentsText } from '../arguments-text.ts';
import { isJsonObject, stringIn } from '../json-object.ts';
import { legalName } from '../legal-name.ts';
import { type Lossy, loss } from '../lossy.ts';
import type { Answer } from '../pair.ts';
import { toArgumentsText } from '../sent-arguments.ts';
import { type PartOf, type Placed, partsOf, type Utterance } from '../utterance.ts';
import { objectIn, partsIn } from './member.ts';
import { type FunctionCall, NO_SIGNATURE, type WirePart } from './wire.ts';

/** By what a response names the call that it answers. */
export type Called = Pick<FunctionCall, 'id' | 'name'>;

/** How the call of an answer goes out; one that came in this dialect may have no id. */
export function calledAs({ call, id }: Answer, utterance: Utterance): Called {
  if (utterance.native === undefined) return { id, name: legalName(call.part.name) };
  const place = partsOf(utterance, 'tool_call').findIndex(({ at }) => at === call.at);
  const native = partsIn(utterance.native).flatMap((part) => {
    const called = isJsonObject(part) ? objectIn(part, 'functionCall') : undefined;
    return called ? [called] : [];
  })[place];
  const name = call.part.name;
  return native && stringIn(native, 'id') === '' ? { name } : { id, name };
}

/** `signed`: it needs a signature, and only Google's own models have one to give. */
export function toCallPart(
  call: Placed<PartOf<'tool_call'>>,
  called: Called,
  signed: boolean,
): Lossy<WirePart> {
  const { value, losses } = toArgumentsText(call, 'objects');
  const { name } = called;
  const renamed = name === call.part.name ? [] : [loss('tool-name', `${call.at}.name`, name)];
  return {
    value: {
      functionCall: { ...called, args: fromArgumentsText(value).arguments },
      ...(signed && { thoughtSignature: NO_SIGNATURE }),
    },
    losses: [...renamed, ...losses],
  };
}
