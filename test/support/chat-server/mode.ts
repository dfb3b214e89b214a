import type { Problem } from '../maker-server/maker-server.ts';

/** Whose server is played. `common`: any compatible one, such as vLLM. */
export type ChatMode = 'openai' | 'glm' | 'lmstudio' | 'grok' | 'kimi' | 'common';

export interface ChatRules {
  /** The path of the API's root. */
  readonly root: string;
  readonly needsKey: boolean;
  /** Top-level fields beside those that every server knows. */
  readonly fields: readonly string[];
  readonly messageFields: readonly string[];
  /** OpenAI's whole form of content and arguments, or only what all servers understand. */
  readonly form: 'openai' | 'common';
  readonly toolChoice: 'named' | 'words' | 'auto';
  /** Whether a message that calls tools must carry `reasoning_content`. */
  readonly wantsReasoning: boolean;
  readonly reportsUsage: 'when asked' | 'always' | 'never';
  readonly errorBody: (problem: Problem) => unknown;
}

const object = ({ message, code }: Problem) => ({
  error: { message, type: 'invalid_request_error', param: null, code: code ?? null },
});

const common: ChatRules = {
  root: '/v1',
  needsKey: false,
  fields: ['max_tokens', 'stop', 'chat_template_kwargs', 'reasoning_effort'],
  messageFields: ['name'],
  form: 'common',
  toolChoice: 'words',
  wantsReasoning: false,
  reportsUsage: 'when asked',
  errorBody: object,
};

export const rulesOf: Readonly<Record<ChatMode, ChatRules>> = {
  common,
  openai: {
    ...common,
    needsKey: true,
    fields: [
      'max_completion_tokens',
      'max_tokens',
      'reasoning_effort',
      'verbosity',
      'stop',
      'seed',
    ],
    messageFields: ['name', 'refusal', 'audio'],
    form: 'openai',
    toolChoice: 'named',
  },
  grok: {
    ...common,
    needsKey: true,
    fields: ['max_completion_tokens', 'reasoning_effort', 'search_parameters'],
    messageFields: ['name', 'reasoning_content'],
    errorBody: ({ message, code }) => ({
      code: code ?? 'Client specified an invalid argument',
      error: message,
    }),
  },
  glm: {
    ...common,
    root: '/api/paas/v4',
    needsKey: true,
    fields: ['max_tokens', 'thinking', 'tool_stream', 'reasoning_effort'],
    messageFields: ['reasoning_content'],
    toolChoice: 'auto',
    reportsUsage: 'always',
    errorBody: ({ message, code }) => ({ error: { code: code ?? '1210', message } }),
  },
  lmstudio: {
    ...common,
    fields: ['max_tokens', 'reasoning_effort', 'top_k', 'repeat_penalty', 'stop'],
    messageFields: ['name', 'reasoning_content'],
    reportsUsage: 'never',
    errorBody: ({ message }) => ({ error: message }),
  },
  kimi: {
    ...common,
    needsKey: true,
    fields: ['max_tokens', 'thinking'],
    messageFields: ['name', 'reasoning_content'],
    wantsReasoning: true,
  },
};
