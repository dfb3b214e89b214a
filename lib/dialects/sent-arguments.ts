import { fromArgumentsText } from './arguments-text.ts';
import { type Lossy, loss, lossy } from './lossy.ts';
import type { PartOf, Placed } from './utterance.ts';
import { wellFormed, wellFormedJson } from './well-formed.ts';

/**
 * The JSON text that is sent as the arguments of a call. Most servers parse it and refuse, call
 * after call, what is no object; they get one that holds what the model wrote. `any`: the server
 * takes that as it is.
 */
export function toArgumentsText(
  { part, at }: Placed<PartOf<'tool_call'>>,
  taken: 'any' | 'objects',
): Lossy<string> {
  if (part.rawArguments === undefined) {
    const { value, losses } = wellFormedJson(part.arguments, `${at}.arguments`);
    return { value: JSON.stringify(value), losses };
  }
  const raw = `${at}.rawArguments`;
  const read = fromArgumentsText(part.rawArguments);
  if (read.rawArguments === undefined) {
    const { value, losses } = wellFormedJson(read.arguments, raw);
    const spelt = loss('raw-arguments', raw, 'sent as JSON');
    return { value: JSON.stringify(value), losses: [spelt, ...losses] };
  }
  if (taken === 'any') return wellFormed(part.rawArguments, raw);
  return lossy(
    JSON.stringify({ malformed_arguments: part.rawArguments.toWellFormed() }),
    loss('raw-arguments', raw, 'the one member of an object'),
  );
}
