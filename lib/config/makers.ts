import type { Json } from '../core/shared/json.ts';

/** Where one maker's wire departs from OpenAI's chat completions. */
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

interface MakerBase {
  readonly title: string;
  readonly baseUrl?: string;
  /** The environment variable that moves it elsewhere. */
  readonly baseUrlFrom?: string;
  /** Other hosts that are this maker's, and take its keys. */
  readonly alsoAt?: readonly string[];
  /** Environment variables that may hold its key, first match wins; none: no key is needed. */
  readonly keyFrom: readonly string[];
  /** Runs on hardware of one's own: costs nothing per token. */
  readonly local: boolean;
  /** Asked for when the configuration names none; without it the server's first model is taken. */
  readonly defaultModel?: string;
  /** The keys of a configuration that switch on tools of the maker's own. */
  readonly builtInTools?: readonly string[];
}

/** A maker whose models are reached through chat completions. */
export interface ChatMaker extends MakerBase {
  readonly dialect: 'openai-chat';
  readonly quirks: ChatQuirks;
}

/** A maker with an API of its own. */
interface OwnMaker extends MakerBase {
  readonly dialect: 'openai-responses' | 'anthropic-messages' | 'gemini';
}

export type Maker = ChatMaker | OwnMaker;

/** A server of which nothing is known but that it is compatible. */
export const compatible: ChatQuirks = {
  outputLimit: 'max_tokens',
  toolChoice: 'words',
  usageOnRequest: true,
  reasoningBack: 'never',
  form: 'common',
};

const hosted = (
  title: string,
  baseUrl: string,
  keyFrom: readonly string[],
  more: Partial<ChatMaker> = {},
): ChatMaker => ({
  title,
  dialect: 'openai-chat',
  baseUrl,
  keyFrom,
  local: false,
  quirks: compatible,
  ...more,
});

const atHome = (title: string, baseUrl: string, more: Partial<ChatMaker> = {}): ChatMaker => ({
  ...hosted(title, baseUrl, [], more),
  local: true,
});

/** Every maker, by the `type` that a configuration gives it. */
export const makers = {
  /** https://platform.openai.com/docs/api-reference/responses */
  openai: {
    title: 'OpenAI',
    dialect: 'openai-responses',
    baseUrl: 'https://api.openai.com/v1',
    baseUrlFrom: 'OPENAI_BASE_URL',
    keyFrom: ['OPENAI_API_KEY'],
    local: false,
    defaultModel: 'gpt-6-luna',
    builtInTools: ['enable_web_search', 'enable_code_interpreter', 'enable_code_execution'],
  },
  /** https://platform.claude.com/docs/en/api/messages */
  claude: {
    title: 'Anthropic Claude',
    dialect: 'anthropic-messages',
    baseUrl: 'https://api.anthropic.com',
    baseUrlFrom: 'ANTHROPIC_BASE_URL',
    keyFrom: ['ANTHROPIC_API_KEY'],
    local: false,
    defaultModel: 'claude-haiku-5-5',
    builtInTools: ['enable_web_search', 'enable_code_execution', 'enable_code_interpreter'],
  },
  /** https://ai.google.dev/api/generate-content */
  gemini: {
    title: 'Google Gemini',
    dialect: 'gemini',
    baseUrl: 'https://generativelanguage.googleapis.com',
    baseUrlFrom: 'GOOGLE_GEMINI_BASE_URL',
    keyFrom: ['GEMINI_API_KEY', 'GOOGLE_API_KEY'],
    local: false,
    defaultModel: 'gemini-4-hydrogen',
    builtInTools: ['enable_web_search', 'enable_code_execution', 'enable_code_interpreter'],
  },
  /** https://lmstudio.ai/docs/developer/openai-compat */
  lmstudio: atHome('LM Studio', 'http://127.0.0.1:1234/v1', { baseUrlFrom: 'LMSTUDIO_BASE_URL' }),
  /** https://docs.ollama.com/api/openai-compatibility */
  ollama: atHome('Ollama', 'http://127.0.0.1:11434/v1', { baseUrlFrom: 'OLLAMA_BASE_URL' }),
  /** https://github.com/ggml-org/llama.cpp/tree/master/tools/server */
  llamacpp: atHome('llama.cpp', 'http://127.0.0.1:8080/v1', { baseUrlFrom: 'LLAMACPP_BASE_URL' }),
  /** https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html */
  vllm: atHome('vLLM', 'http://127.0.0.1:8000/v1'),
  /** https://docs.sglang.ai/basic_usage/openai_api.html */
  sglang: atHome('SGLang', 'http://127.0.0.1:30000/v1'),
  /** https://docs.x.ai/docs/api-reference#chat-completions */
  grok: hosted('xAI Grok', 'https://api.x.ai/v1', ['XAI_API_KEY'], {
    baseUrlFrom: 'XAI_BASE_URL',
    defaultModel: 'grok-4.7',
    builtInTools: ['enable_web_search', 'enable_code_execution', 'enable_code_interpreter'],
    quirks: { ...compatible, outputLimit: 'max_completion_tokens' },
  }),
  /** https://docs.z.ai/api-reference/llm/chat-completion */
  zai: hosted('Z.AI GLM', 'https://api.z.ai/api/paas/v4', ['ZAI_API_KEY'], {
    baseUrlFrom: 'ZAI_BASE_URL',
    defaultModel: 'glm-5.3',
    alsoAt: ['open.bigmodel.cn'],
    quirks: {
      ...compatible,
      toolChoice: 'auto',
      usageOnRequest: false,
      reasoningBack: 'own',
      // Without it the server discards the reasoning that is sent back.
      extra: { thinking: { type: 'enabled', clear_thinking: false } },
    },
  }),
  /** https://inference-docs.cerebras.ai/api-reference/chat-completions */
  cerebras: hosted('Cerebras', 'https://api.cerebras.ai/v1', ['CEREBRAS_API_KEY']),
  /** https://docs.together.ai/docs/openai-api-compatibility */
  together: hosted('Together AI', 'https://api.together.xyz/v1', ['TOGETHER_API_KEY']),
  /** https://docs.fireworks.ai/tools-sdks/openai-compatibility */
  fireworks: hosted('Fireworks AI', 'https://api.fireworks.ai/inference/v1', ['FIREWORKS_API_KEY']),
  /** https://console.groq.com/docs/openai */
  groq: hosted('Groq', 'https://api.groq.com/openai/v1', ['GROQ_API_KEY']),
  /** https://openrouter.ai/docs/api-reference/overview */
  openrouter: hosted('OpenRouter', 'https://openrouter.ai/api/v1', ['OPENROUTER_API_KEY']),
  /**
   * https://platform.moonshot.cn/docs/api/chat; 400 "reasoning_content is missing in assistant tool
   * call message": https://github.com/n8n-io/n8n/issues/29142
   */
  moonshot: hosted(
    'Moonshot Kimi',
    'https://api.moonshot.cn/v1',
    ['MOONSHOT_API_KEY', 'KIMI_API_KEY'],
    { alsoAt: ['api.moonshot.ai'], quirks: { ...compatible, reasoningBack: 'required' } },
  ),
  /** https://docs.studio.nebius.com/inference/api */
  nebius: hosted('Nebius AI Studio', 'https://api.studio.nebius.ai/v1', ['NEBIUS_API_KEY']),
  /** https://creator.poe.com/docs/external-applications/openai-compatible-api */
  poe: hosted('Poe', 'https://api.poe.com/v1', ['POE_API_KEY']),
  /** https://www.alibabacloud.com/help/en/model-studio/compatibility-of-openai-with-dashscope */
  qwen: hosted('Qwen', 'https://dashscope-intl.aliyuncs.com/compatible-mode/v1', [
    'QWEN_API_KEY',
    'DASHSCOPE_API_KEY',
  ]),
  /**
   * Any other server that speaks chat completions; without a `base_url` it is OpenAI's own. The key
   * is chosen by the address: see `keyVariables`.
   * https://platform.openai.com/docs/api-reference/chat
   */
  chatcompletion: hosted('chat completions', 'https://api.openai.com/v1', ['OPENAI_API_KEY'], {
    baseUrlFrom: 'OPENAI_BASE_URL',
    quirks: {
      outputLimit: 'max_completion_tokens',
      toolChoice: 'named',
      usageOnRequest: true,
      reasoningBack: 'never',
      form: 'openai',
    },
  }),
} as const satisfies Record<string, Maker>;

export type MakerType = keyof typeof makers;

export const isMakerType = (type: string): type is MakerType => Object.hasOwn(makers, type);

/** The row of a type that is known to be one. */
export const makerOf = (type: MakerType): Maker => makers[type];

/** Those that are reached through chat completions. */
export type ChatMakerType = {
  [T in MakerType]: (typeof makers)[T] extends ChatMaker ? T : never;
}[MakerType];

export const isChatMakerType = (type: string): type is ChatMakerType =>
  isMakerType(type) && makerOf(type).dialect === 'openai-chat';

export const chatMakerOf = (type: ChatMakerType): ChatMaker => makers[type];

/** Whose server answers at `baseUrl`: what `chatcompletion` uses to choose a key and quirks. */
export function makerAt(baseUrl: string): ChatMakerType | undefined {
  const host = hostOf(baseUrl);
  const types = Object.keys(makers).filter(isChatMakerType);
  return host ? types.find((type) => hostsOf(chatMakerOf(type)).includes(host)) : undefined;
}

const hostsOf = ({ local, baseUrl, alsoAt = [] }: ChatMaker) =>
  local ? [] : [hostOf(baseUrl), ...alsoAt];

const hostOf = (url: string | undefined) =>
  url && URL.canParse(url) ? new URL(url).host : undefined;
