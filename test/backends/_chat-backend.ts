import {
  type ChatCompletionsOptions,
  createChatCompletions,
} from '../../lib/backends/chat-completions/chat-completions.ts';
import { compatible } from '../../lib/config/maker.ts';
import { noQuirks } from '../../lib/core/agent/chat-quirks.ts';
import { type ChatServerOptions, startChatServer } from '../support/chat-server/chat-server.ts';
import { countedIds } from '../support/counted-ids.ts';
import { type MakerServer, TEST_KEY } from '../support/maker-server/maker-server.ts';
import type { ScriptedReply } from '../support/maker-server/scripted-reply.ts';
import { stillClock } from '../support/still-clock.ts';

/** The backend under test, against the server. */
export const backendAt = (server: MakerServer, more: Partial<ChatCompletionsOptions> = {}) =>
  createChatCompletions({
    type: 'chatcompletion',
    baseUrl: server.url,
    key: TEST_KEY,
    model: 'gpt-6-sol',
    quirks: noQuirks,
    options: {},
    clock: stillClock('2026-11-22T12:00:00.000Z'),
    ids: countedIds(),
    ...more,
  });

/** A compatible server that gives these replies, and the backend that asks it. */
export async function playing(replies: readonly ScriptedReply[], more: ChatServerOptions = {}) {
  const server = await startChatServer({ replies, ...more });
  const quirks = more.mode === undefined || more.mode === 'openai' ? noQuirks : compatible;
  return { server, backend: backendAt(server, { quirks }) };
}
