import * as z from 'zod';
import type { BackendSpec } from '../../core/agent/agent.ts';
import type { Json } from '../../core/shared/json.ts';

export type Options = BackendSpec['options'];

/** Keys of a backend that are ours, or another backend's, and never the maker's. */
const OUR_KEYS: readonly string[] = [
  'agent_id',
  'allowed_tools',
  'api_key',
  'append_system_prompt',
  'base_url',
  'context_paths',
  'cwd',
  'disallowed_tools',
  'exclude_tools',
  'fallback',
  'max_thinking_tokens',
  'mcp_servers',
  'model',
  'permission_mode',
  'script',
  'system_message',
  'type',
];

/** What the coordination itself decides of a request. */
const OUR_FIELDS: readonly string[] = [
  'messages',
  'n',
  'stream',
  'stream_options',
  'tool_choice',
  'tools',
];

/** What limits the length of a reply, whatever a maker calls it. */
const LIMITS: readonly string[] = ['max_tokens', 'max_completion_tokens', 'max_output_tokens'];

/** Whether a key has no effect here though a person may have meant it to: built-in tools come later. */
const isIgnored = (key: string): boolean => key.startsWith('enable_') || OUR_FIELDS.includes(key);

/** The options that have no effect, for a warning. */
export const ignoredOptions = (options: Options): readonly string[] =>
  Object.keys(options).filter(isIgnored);

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
  const maxTokens = LIMITS.map((key) => Number(options[key])).find((limit) => limit > 0);
  const passed = Object.entries(others).filter(
    ([key]) => !OUR_KEYS.includes(key) && !LIMITS.includes(key) && !isIgnored(key),
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
