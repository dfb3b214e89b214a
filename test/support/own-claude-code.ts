import { beforeAll, vi } from 'vitest';
import { newFolder } from './claude-code.ts';

/** The tests around have a Claude Code to themselves, and what they say of it stands in its environment. */
export const ownClaudeCode = (variables: Readonly<Record<string, string>> = {}): void =>
  beforeAll(() => {
    const all = { CLAUDE_CONFIG_DIR: newFolder(), ...variables };
    for (const [name, value] of Object.entries(all)) vi.stubEnv(name, value);
    return () => vi.unstubAllEnvs();
  });
