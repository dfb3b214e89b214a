import { createClaude } from '../../lib/backends/claude/claude.ts';
import type { MakerOptions } from '../../lib/backends/maker-options.ts';
import { countedIds } from '../support/counted-ids.ts';
import { type MakerServer, TEST_KEY } from '../support/maker-server/maker-server.ts';
import { stillClock } from '../support/still-clock.ts';

/** Claude's backend, against the server. */
export const claudeAt = (server: Pick<MakerServer, 'url'>, more: Partial<MakerOptions> = {}) =>
  createClaude({
    type: 'claude',
    baseUrl: server.url,
    key: TEST_KEY,
    model: 'claude-opus-5-5',
    options: {},
    clock: stillClock('2026-11-22T12:00:00.000Z'),
    ids: countedIds(),
    ...more,
  });
