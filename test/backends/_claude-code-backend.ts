import { createClaudeCode } from '../../lib/backends/claude-code/claude-code.ts';
import type { Keeping } from '../../lib/backends/claude-code/kept-session.ts';
import type { Options } from '../../lib/backends/option-keys.ts';
import { claudeCodeFolder, newFolder } from '../support/claude-code.ts';
import { countedIds } from '../support/counted-ids.ts';
import { type MakerServer, TEST_KEY } from '../support/maker-server/maker-server.ts';
import { stillClock } from '../support/still-clock.ts';

interface At {
  readonly options?: Options;
  readonly key?: string;
  readonly folders?: readonly string[];
  readonly model?: string;
  readonly scratch?: string;
  readonly keeping?: Keeping;
}

/** The real Claude Code, in a folder of its own, against the server. */
export const claudeCodeAt = ({ url }: Pick<MakerServer, 'url'>, more: At = {}) =>
  createClaudeCode({
    type: 'claude_code',
    key: more.key ?? TEST_KEY,
    model: more.model ?? 'claude-opus-5-5',
    folders: more.folders ?? [claudeCodeFolder],
    scratch: more.scratch ?? newFolder(),
    keeping: more.keeping,
    options: { base_url: url, cwd: newFolder(), ...more.options },
    clock: stillClock('2026-11-22T12:00:00.000Z'),
    ids: countedIds(),
  });
