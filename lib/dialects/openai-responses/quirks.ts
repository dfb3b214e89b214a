import type { Json } from '../../core/shared/json.ts';

/** Where a maker departs from OpenAI's Responses API. */
export interface ResponsesQuirks {
  readonly maker: 'openai' | 'grok';
  /** Who speaks for the operator. */
  readonly systemRole: 'developer' | 'system';
  /** How the assistant's words are said to it again: as parts, refusals among them, or as one string. */
  readonly assistantText: 'parts' | 'string';
  /** The kinds of images that are looked at. */
  readonly imageTypes: readonly string[];
  /** Whether a file can stand in the request itself, or only at a URL. */
  readonly inlineFiles: boolean;
  /** `any`: arguments that are no JSON go back as the model wrote them. */
  readonly arguments: 'any' | 'objects';
  /** Whether a reply's items go back with the ids that they came with. */
  readonly itemIds: boolean;
  /** `named`: a list of allowed tools; `words`: `auto`, `none`, `required`. */
  readonly toolChoice: 'named' | 'words';
  /** The maker's own tools. */
  readonly builtIns: { readonly search: Json; readonly code: Json };
  /** What its own tools are asked to tell beside what they tell anyway. */
  readonly codeOutputs: readonly string[];
}

/** https://platform.openai.com/docs/api-reference/responses */
export const openaiQuirks: ResponsesQuirks = {
  maker: 'openai',
  systemRole: 'developer',
  assistantText: 'parts',
  imageTypes: ['image/png', 'image/jpeg', 'image/webp', 'image/gif'],
  inlineFiles: true,
  arguments: 'any',
  itemIds: false, // "Item with id 'rs_...' not found": https://github.com/vercel/ai/issues/7543
  toolChoice: 'named',
  builtIns: {
    search: { type: 'web_search' },
    code: { type: 'code_interpreter', container: { type: 'auto' } },
  },
  codeOutputs: ['code_interpreter_call.outputs'],
};

/**
 * https://docs.x.ai/developers/advanced-api-usage/troubleshooting-reasoning: items go back exactly
 * as they arrived. The rest as https://www.npmjs.com/package/@ai-sdk/xai has it.
 */
export const grokQuirks: ResponsesQuirks = {
  maker: 'grok',
  systemRole: 'system',
  assistantText: 'string',
  imageTypes: ['image/png', 'image/jpeg'],
  inlineFiles: false,
  arguments: 'objects',
  itemIds: true,
  toolChoice: 'words',
  builtIns: { search: { type: 'web_search' }, code: { type: 'code_interpreter' } },
  codeOutputs: [],
};

/** Whom a request goes to. */
export interface Reader {
  readonly quirks: ResponsesQuirks;
  readonly model: string;
  /** The type of its backend. Without one the dialect alone is meant: what came in it goes out as it came. */
  readonly backend?: string;
  /** A digest of its account. Without one no reasoning goes back. */
  readonly account?: string;
}
