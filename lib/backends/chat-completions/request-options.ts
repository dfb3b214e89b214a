import * as z from 'zod';
import type { Json } from '../../core/shared/json.ts';
import { isLimit, isOurKey, limitIn, type Options } from '../option-keys.ts';

/** What the coordination itself decides of a request. */
const OUR_FIELDS: readonly string[] = [
  'messages',
  'n',
  'stream',
  'stream_options',
  'tool_choice',
  'tools',
];

interface RequestOptions {
  readonly maxTokens?: number;
  /** Go into the request as they are: the maker knows what they mean. */
  readonly fields: { readonly [field: string]: Json };
}

/** MassGen's spelling for the Responses API, as chat completions has it. */
const Reasoning = z.object({ effort: z.string() });
const Text = z.object({ verbosity: z.string() });

/** What the options of a backend say about each of its requests. */
export function toRequestOptions(options: Options): RequestOptions {
  const { reasoning, text, ...others } = options;
  const effort = Reasoning.safeParse(reasoning).data?.effort;
  const verbosity = Text.safeParse(text).data?.verbosity;
  const maxTokens = limitIn(options);
  const passed = Object.entries(others).filter(
    ([key]) =>
      !isOurKey(key) && !isLimit(key) && !key.startsWith('enable_') && !OUR_FIELDS.includes(key),
  );
  return {
    ...(maxTokens !== undefined && { maxTokens }),
    fields: {
      ...(effort && { reasoning_effort: effort }),
      ...(verbosity && { verbosity }),
      ...Object.fromEntries(passed),
    },
  };
}
