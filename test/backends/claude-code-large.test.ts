import { describe, expect, it } from 'vitest';
import { mainOf } from '../../lib/claude-code/sessions/standing.ts';
import type { Message } from '../../lib/core/message/message.ts';
import { prose } from '../bench/prose.ts';
import { hasClaudeCode } from '../support/claude-code.ts';
import { memoryTable } from '../support/memory-log.ts';
import { startClaudeCodeServer } from '../support/messages-server/claude-code-server.ts';
import { ownClaudeCode } from '../support/own-claude-code.ts';
import { answerOf } from './_call.ts';
import { behind, decides, epochs, machine, SESSION, says, sessionsOn } from './_kept-session.ts';

const MB = 1_000_000;
/** Characters of one message: what a tool gives that reads a long file. */
const LENGTH = 50_000;

/** So many bytes of a conversation, each message of it with a word that no other has. */
const conversation = (bytes: number): readonly Message[] =>
  Array.from({ length: 2 * Math.ceil(bytes / LENGTH / 2) }, (_, at) => ({
    id: `m${at}`,
    role: at % 2 === 0 ? 'user' : 'assistant',
    parts: [{ type: 'text', text: `word-${at}. ${prose(LENGTH, at)}` }],
  }));

const wordsIn = (raw: string) => raw.match(/word-\d+\./g) ?? [];

// Else it compacts, or refuses by itself, what no model of today has room for. The second is heard
// only beside the first: seen with 2.1.331.
ownClaudeCode({ DISABLE_COMPACT: '1', CLAUDE_CODE_MAX_CONTEXT_TOKENS: '100000000' });

describe.skipIf(!hasClaudeCode)('a session of Claude Code', { timeout: 180_000 }, () => {
  it.each([1, 5, 20])(
    'of %i MB is resumed whole from the store, and what is added stands once',
    async (size) => {
      const table = memoryTable();
      await using server = await startClaudeCodeServer({ respond: () => decides('42.') });
      const before = conversation(size * MB);
      const asked = [...before, says('now', 'And now?')];
      const first = await answerOf(machine(server, table), { messages: asked });
      const stored = mainOf(await sessionsOn(table).read(SESSION));
      expect(JSON.stringify(stored).length).toBeGreaterThan(size * MB);
      await answerOf(machine(server, table), {
        messages: [...behind(asked, first), says('then', 'And then?')],
      });
      const resumed = server.requests.at(-1)?.raw ?? '';
      expect(await epochs(table)).toEqual([true, false]);
      expect(wordsIn(resumed)).toEqual(before.map((_, at) => `word-${at}.`));
      expect(resumed.split('And then?')).toHaveLength(2);
      const now = mainOf(await sessionsOn(table).read(SESSION));
      expect(now.slice(0, stored.length)).toEqual(stored);
      const uuids = now.flatMap(({ uuid }) => uuid ?? []);
      expect(new Set(uuids).size).toBe(uuids.length);
    },
  );
});
