import type { Json } from '../../lib/core/shared/json.ts';
import { startChatServer } from './chat-server/chat-server.ts';
import { startGeminiServer } from './gemini-server/gemini-server.ts';
import type { MakerServer, Script } from './maker-server/maker-server.ts';
import { startMessagesServer } from './messages-server/messages-server.ts';
import { startResponsesServer } from './responses-server/responses-server.ts';

/** One maker as a configuration names it, and its strict server. */
export interface TestMaker {
  readonly name: string;
  readonly type: string;
  readonly model: string;
  readonly options?: Readonly<Record<string, Json>>;
  readonly start: (script?: Script) => Promise<MakerServer>;
}

/** Every way of reaching a model over its maker's own wire. */
export const testMakers: readonly TestMaker[] = [
  {
    name: 'Claude',
    type: 'claude',
    model: 'claude-sonnet-5-5',
    start: (script) => startMessagesServer(script),
  },
  {
    name: 'GPT',
    type: 'openai',
    model: 'gpt-6-sol',
    start: (script) => startResponsesServer(script),
  },
  {
    name: 'Gemini',
    type: 'gemini',
    model: 'gemini-4-argon',
    start: (script) => startGeminiServer(script),
  },
  {
    name: 'Grok',
    type: 'grok',
    model: 'grok-4.7',
    start: (script) => startChatServer({ ...script, mode: 'grok' }),
  },
  {
    name: 'Grok with its search',
    type: 'grok',
    model: 'grok-4.7',
    options: { enable_web_search: true },
    start: (script) => startResponsesServer({ ...script, mode: 'grok' }),
  },
  {
    name: 'GLM',
    type: 'zai',
    model: 'glm-5.3',
    start: (script) => startChatServer({ ...script, mode: 'glm' }),
  },
  {
    name: 'LM Studio',
    type: 'lmstudio',
    model: 'qwen3-4b',
    start: (script) => startChatServer({ ...script, mode: 'lmstudio' }),
  },
  {
    name: 'Kimi',
    type: 'moonshot',
    model: 'kimi-k3',
    start: (script) => startChatServer({ ...script, mode: 'kimi' }),
  },
  {
    name: 'GPT over chat completions',
    type: 'chatcompletion',
    model: 'gpt-6-sol',
    start: (script) => startChatServer({ ...script, mode: 'openai' }),
  },
];
