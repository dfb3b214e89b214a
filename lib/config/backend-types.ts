import { makers } from './makers.ts';

/** Every type that a configuration may name. */
export const backendTypes: readonly string[] = [...Object.keys(makers), 'rehearsal'];

export const isBackendType = (type: string): boolean => backendTypes.includes(type);

/** MassGen's types that are not ours, and what to use instead. */
const unsupported: Readonly<Record<string, string>> = {
  azure_openai:
    'Use `chatcompletion` with the `base_url` of the Azure resource, ending in /openai/v1.',
  ag2: 'Give the agent a backend of its own, such as `openai`.',
  codex: 'Use `openai`, or `claude_code` for an agent that works in a folder.',
  copilot: 'Use `openai` or `claude`.',
  gemini_cli: 'Use `gemini`.',
  antigravity_cli: 'Use `gemini`.',
  uitars: 'Use `vllm` or `chatcompletion` with the `base_url` of the server that runs the model.',
  nvidia_nim: 'Use `chatcompletion` with the `base_url` of the NIM server.',
  inference: 'Use `vllm`, `sglang` or `chatcompletion` with the `base_url` of the server.',
};

export const insteadOf = (type: string): string | undefined =>
  Object.hasOwn(unsupported, type) ? unsupported[type] : undefined;

/** What people call a type when they do not call it by its name. */
const otherNames: Readonly<Record<string, string>> = {
  anthropic: 'claude',
  gpt: 'openai',
  google: 'gemini',
  xai: 'grok',
  glm: 'zai',
  kimi: 'moonshot',
  dashscope: 'qwen',
  openai_compatible: 'chatcompletion',
  mock: 'rehearsal',
  scripted: 'rehearsal',
};

export const typeCalled = (name: string): string | undefined =>
  Object.hasOwn(otherNames, name) ? otherNames[name] : undefined;
