import { createGemini } from '../../lib/backends/gemini/gemini.ts';
import type { MakerOptions } from '../../lib/backends/maker-options.ts';
import { countedIds } from '../support/counted-ids.ts';
import { startGeminiServer } from '../support/gemini-server/gemini-server.ts';
import { type MakerServer, type Script, TEST_KEY } from '../support/maker-server/maker-server.ts';
import type { ScriptedReply } from '../support/maker-server/scripted-reply.ts';
import { stillClock } from '../support/still-clock.ts';

/** The backend under test, against the server. */
export const backendAt = (server: MakerServer, more: Partial<MakerOptions> = {}) =>
  createGemini({
    type: 'gemini',
    baseUrl: server.url,
    key: TEST_KEY,
    model: 'gemini-4-argon',
    options: {},
    clock: stillClock('2026-11-22T12:00:00.000Z'),
    ids: countedIds(),
    ...more,
  });

/** A server that gives these replies, and the backend that asks it. */
export async function playing(
  replies: readonly ScriptedReply[],
  more: Partial<MakerOptions> = {},
  script: Script = {},
) {
  const server = await startGeminiServer({ replies, ...script });
  return { server, backend: backendAt(server, more) };
}
