import type { Json } from '../shared/json.ts';

/**
 * Where one maker's wire departs from OpenAI's chat completions. The makers' table says it and the
 * dialect heeds it; neither may import the other, so it stands here.
 */
export interface ChatQuirks {
  /** What the limit on a reply's length is called. */
  readonly outputLimit: 'max_tokens' | 'max_completion_tokens';
  /** `named`: a list of allowed tools; `words`: `auto`, `none`, `required`; `auto`: nothing else. */
  readonly toolChoice: 'named' | 'words' | 'auto';
  /** Whether `stream_options.include_usage` is understood. */
  readonly usageOnRequest: boolean;
  /**
   * Whether a model's own reasoning goes back to it, as `reasoning_content`. `required`: a message
   * that calls tools is refused without one, whoever wrote it.
   */
  readonly reasoningBack: 'never' | 'own' | 'required';
  /**
   * How much of OpenAI's form is understood. `openai`: lists of parts in every role, files, audio,
   * arguments that are no JSON. `common`: plain strings, images for users, arguments that are JSON objects.
   */
  readonly form: 'openai' | 'common';
  /** What every request carries, unless the agent's options say otherwise. */
  readonly extra?: { readonly [field: string]: Json };
}

/** OpenAI's own API. */
export const noQuirks: ChatQuirks = {
  outputLimit: 'max_completion_tokens',
  toolChoice: 'named',
  usageOnRequest: true,
  reasoningBack: 'never',
  form: 'openai',
};
