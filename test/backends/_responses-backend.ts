import { createResponses, type ResponsesOptions } from '../../lib/backends/responses/responses.ts';
import { grokQuirks, openaiQuirks } from '../../lib/dialects/openai-responses/quirks.ts';
import { countedIds } from '../support/counted-ids.ts';
import { type MakerServer, TEST_KEY } from '../support/maker-server/maker-server.ts';
import { stillClock } from '../support/still-clock.ts';

/** OpenAI's backend, against the server. */
export const openaiAt = (server: MakerServer, more: Partial<ResponsesOptions> = {}) =>
  createResponses({
    type: 'openai',
    baseUrl: server.url,
    key: TEST_KEY,
    model: 'gpt-6-sol',
    quirks: openaiQuirks,
    options: {},
    clock: stillClock('2026-11-22T12:00:00.000Z'),
    ids: countedIds(),
    ...more,
  });

/** Grok's, with its own tools on. */
export const grokAt = (server: MakerServer, more: Partial<ResponsesOptions> = {}) =>
  openaiAt(server, {
    type: 'grok',
    model: 'grok-4.7',
    quirks: grokQuirks,
    options: { enable_web_search: true },
    ...more,
  });
