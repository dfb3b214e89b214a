import { noQuirks } from '../core/agent/chat-quirks.ts';
import type { ChatMaker, Maker } from './maker.ts';
import { compatible } from './maker.ts';

/** What switches on a maker's own web search and code execution. */
const switches = ['enable_web_search', 'enable_code_execution', 'enable_code_interpreter'];

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
    builtInTools: switches,
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
    builtInTools: switches,
  },
  /** https://platform.claude.com/docs/en/agent-sdk/overview; it chooses its model, and is logged in or has a key */
  claude_code: {
    title: 'Claude Code',
    dialect: 'claude-code',
    keyFrom: [],
    local: false,
    choosesModel: true,
    steering: [
      ...['cwd', 'workspace', 'permission_mode', 'disallowed_tools'],
      ...['max_thinking_tokens', 'max_turns'],
    ],
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
    builtInTools: switches,
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
    builtInTools: switches,
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
    quirks: noQuirks,
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

/** Whether a maker's own server answers at an address, so that its key belongs there. */
export const isOwnAddress = (type: MakerType, address: string): boolean =>
  address.startsWith('https:') && hostsOf(makerOf(type)).includes(hostOf(address));

const hostsOf = ({ local, baseUrl, alsoAt = [] }: Maker): readonly (string | undefined)[] =>
  local || !baseUrl ? [] : [hostOf(baseUrl), ...alsoAt];

const hostOf = (url: string | undefined) =>
  url && URL.canParse(url) ? new URL(url).host : undefined;
