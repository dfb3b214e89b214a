import type { Problem } from '../maker-server/maker-server.ts';

/** Whose server is played. */
export type ResponsesMode = 'openai' | 'grok';

export interface ResponsesRules {
  /** Top-level fields that are known. */
  readonly fields: readonly string[];
  /** `none`: an id of an item names what was never stored, and is refused. */
  readonly itemIds: 'none' | 'as they came';
  readonly imageTypes: RegExp;
  readonly inlineFiles: boolean;
  readonly toolChoice: 'named' | 'words';
  readonly ownTools: readonly string[];
  /** Arguments must be a JSON object. */
  readonly objectsOnly: boolean;
  /** What the assistant said before may be a list of parts. */
  readonly spokenParts: boolean;
  readonly systemRoles: readonly string[];
  readonly errorBody: (problem: Problem) => unknown;
}

const common = [
  'model',
  'input',
  'instructions',
  'tools',
  'tool_choice',
  'stream',
  'store',
  'include',
  'reasoning',
  'max_output_tokens',
  'parallel_tool_calls',
  'prompt_cache_key',
  'temperature',
  'top_p',
];

export const rulesOf: Readonly<Record<ResponsesMode, ResponsesRules>> = {
  openai: {
    fields: [...common, 'text', 'service_tier', 'metadata', 'safety_identifier', 'max_tool_calls'],
    itemIds: 'none',
    imageTypes: /^data:image\/(png|jpeg|webp|gif);base64,[A-Za-z0-9+/]+={0,2}$/,
    inlineFiles: true,
    toolChoice: 'named',
    ownTools: ['web_search', 'code_interpreter'],
    objectsOnly: false,
    spokenParts: true,
    systemRoles: ['system', 'developer'],
    errorBody: ({ message, code }) => ({
      error: { message, type: 'invalid_request_error', param: null, code: code ?? null },
    }),
  },
  grok: {
    fields: [...common, 'max_turns'],
    itemIds: 'as they came',
    imageTypes: /^data:image\/(png|jpeg);base64,[A-Za-z0-9+/]+={0,2}$/,
    inlineFiles: false,
    toolChoice: 'words',
    ownTools: ['web_search', 'x_search', 'code_interpreter'],
    objectsOnly: true,
    spokenParts: false,
    systemRoles: ['system'],
    errorBody: ({ message, code }) => ({
      code: code ?? 'Client specified an invalid argument',
      error: message,
    }),
  },
};
