import type { Json } from '../../core/shared/json.ts';

/** Where a server departs from OpenAI's chat completions; the makers' table explains each field. */
export interface Quirks {
  readonly outputLimit: 'max_tokens' | 'max_completion_tokens';
  readonly toolChoice: 'named' | 'words' | 'auto';
  readonly usageOnRequest: boolean;
  readonly reasoningBack: 'never' | 'own' | 'required';
  readonly form: 'openai' | 'common';
  readonly extra?: { readonly [field: string]: Json };
}

/** OpenAI's own API. */
export const noQuirks: Quirks = {
  outputLimit: 'max_completion_tokens',
  toolChoice: 'named',
  usageOnRequest: true,
  reasoningBack: 'never',
  form: 'openai',
};

/** Whom a request goes to. */
export interface Reader {
  readonly quirks: Quirks;
  readonly model: string;
  /** The type of its backend. Without one the dialect alone is meant: what came in it goes out as it came. */
  readonly backend?: string;
}
