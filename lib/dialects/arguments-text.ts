import type { Json } from '../core/shared/json.ts';
import { isJsonObject } from './json-object.ts';
import type { PartOf } from './utterance.ts';

export type Arguments = Pick<PartOf<'tool_call'>, 'arguments' | 'rawArguments'>;

/** What a model wrote as the arguments of a call. No text at all is how many servers say `{}`. */
export function fromArgumentsText(text: string): Arguments {
  const value = text.trim() === '' ? {} : parsed(text);
  return isJsonObject(value) ? { arguments: value } : { arguments: {}, rawArguments: text };
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
