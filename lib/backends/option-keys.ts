import type { BackendSpec } from '../core/agent/agent.ts';

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
  'workspace',
];

export const isOurKey = (key: string): boolean => OUR_KEYS.includes(key);

/** What limits the length of a reply, whatever a maker calls it. */
const LIMITS: readonly string[] = ['max_tokens', 'max_completion_tokens', 'max_output_tokens'];

export const isLimit = (key: string): boolean => LIMITS.includes(key);

/** Tokens, at most, of a reply; undefined where nothing is said. */
export const limitIn = (options: Options): number | undefined =>
  LIMITS.map((key) => Number(options[key])).find((limit) => limit > 0);
