import { existsSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where its own install puts the Agent SDK: it is too large for everybody's. */
export const claudeCodeFolder = join(import.meta.dirname, 'claude-code');

/** Its tests run only where it is: `npm ci --prefix test/support/claude-code`. */
export const hasClaudeCode = existsSync(
  join(claudeCodeFolder, 'node_modules/@anthropic-ai/claude-agent-sdk'),
);

export const newFolder = (): string => realpathSync(mkdtempSync(join(tmpdir(), 'massgen-')));
