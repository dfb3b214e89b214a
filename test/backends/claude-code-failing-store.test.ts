import { describe, expect, it } from 'vitest';
import { mainOf } from '../../lib/claude-code/sessions/standing.ts';
import type { Reply } from '../../lib/core/agent/backend.ts';
import type { Table } from '../../lib/core/shared/table.ts';
import { hasClaudeCode } from '../support/claude-code.ts';
import type { Seen } from '../support/maker-server/maker-server.ts';
import { memoryTable } from '../support/memory-log.ts';
import { startClaudeCodeServer } from '../support/messages-server/claude-code-server.ts';
import { ownClaudeCode } from '../support/own-claude-code.ts';
import { putBy } from '../support/put-by.ts';
import { answerOf, question } from './_call.ts';
import {
  behind,
  decides,
  machine,
  SESSION,
  says,
  sessionsOn,
  spoken,
  uses,
} from './_kept-session.ts';

ownClaudeCode();

/** A table that throws at one write into a session, the nth, whether it has landed or not. */
function failingAt(nth: number, table: Table, hasLanded: boolean) {
  let writes = 0;
  const put: Table['put'] = async (row, when) => {
    if (!row.partition.startsWith('tenant/claude-sessions/')) return table.put(row, when);
    writes += 1;
    if (writes !== nth) return table.put(row, when);
    if (hasLanded) await table.put(row, when);
    throw new Error('the store is gone');
  };
  return { table: putBy(table, put), hasFailed: () => writes >= nth };
}

const replyTo = (seen: Seen) => {
  const told = spoken(seen);
  if (told.includes('And now?')) return decides('43.');
  return told.includes('touch made-by-it') ? decides('42.') : uses('touch made-by-it');
};

describe.skipIf(!hasClaudeCode)('a store that fails once', { timeout: 400_000 }, () => {
  it.each([
    { words: 'before a write has landed', hasLanded: false },
    { words: 'when it has', hasLanded: true },
  ])('$words, whichever it is, costs nothing that was said', async ({ hasLanded }) => {
    let nth = 0;
    for (let hasFailed = true; hasFailed; ) {
      nth += 1;
      await using server = await startClaudeCodeServer({ respond: replyTo });
      const table = memoryTable();
      const failing = failingAt(nth, table, hasLanded);
      const begin = (on: Table): Promise<Reply> =>
        answerOf(machine(server, on), { messages: [question] });
      const first = await begin(failing.table).catch(() => begin(table));
      hasFailed = failing.hasFailed();
      const messages = [...behind([question], first), says('m2', 'And now?')];
      const second = await answerOf(machine(server, table), { messages });
      expect(second.message.parts.at(-1)).toMatchObject({ arguments: { content: '43.' } });
      const told = server.requests.map(spoken).at(-1) ?? '';
      for (const once of ['What is the answer?', 'touch made-by-it', 'Recorded.', 'And now?'])
        expect([nth, once, told.split(once).length - 1]).toEqual([nth, once, 1]);
      const uuids = mainOf(await sessionsOn(table).read(SESSION)).flatMap(({ uuid }) => uuid ?? []);
      expect(new Set(uuids).size).toBe(uuids.length);
    }
    expect(nth).toBeGreaterThan(4);
  });
});

describe.skipIf(!hasClaudeCode)('a store that stays away', { timeout: 180_000 }, () => {
  it('fails the turn whose files nothing else has, which is gone on with', async () => {
    let isGone = false;
    await using server = await startClaudeCodeServer({
      respond: (seen) => {
        isGone = spoken(seen).includes('tool_result');
        return replyTo(seen);
      },
    });
    const table = memoryTable();
    const put: Table['put'] = (row, when) => {
      if (isGone) throw new Error('the store is gone');
      return table.put(row, when);
    };
    const asked = answerOf(machine(server, putBy(table, put)), { messages: [question] });
    await expect(asked).rejects.toThrow('the store is gone');
    const again = await answerOf(machine(server, table), { messages: [question] });
    expect(again.message.parts.at(-1)).toMatchObject({ arguments: { content: '42.' } });
    const { workspace } = (await sessionsOn(table).read(SESSION)).kept();
    expect(Object.keys(workspace?.files ?? {})).toEqual(['made-by-it']);
  });
});
