import { createSessions, type Sessions } from '../../lib/claude-code/sessions/sessions.ts';
import type { Reply } from '../../lib/core/agent/backend.ts';
import type { Message } from '../../lib/core/message/message.ts';
import type { Table } from '../../lib/core/shared/table.ts';
import { toUuid } from '../../lib/dialects/claude-code/to-uuid.ts';
import { randomIds, systemClock } from '../../lib/runtime/system.ts';
import type { MakerServer, Seen } from '../support/maker-server/maker-server.ts';
import type { ScriptedReply } from '../support/maker-server/scripted-reply.ts';
import { claudeCodeAt } from './_claude-code-backend.ts';

/** The session of one agent in one context. */
export const SESSION = toUuid('tenant/context/agent');

export const decides = (content: string): ScriptedReply => ({
  text: 'So.',
  calls: [{ name: 'new_answer', arguments: { content } }],
});

export const uses = (command: string): ScriptedReply => ({
  text: 'Let me look.',
  calls: [{ name: 'Bash', arguments: { command, description: 'looks' } }],
});

export const says = (id: string, text: string): Message => ({
  id,
  role: 'user',
  parts: [{ type: 'text', text }],
});

/** What the coordination adds behind a reply. */
export const behind = (
  before: readonly Message[],
  { steps = [], message }: Reply,
  text = 'Recorded.',
) => {
  const results: Message = {
    id: `of ${message.id}`,
    role: 'tool',
    parts: message.parts.flatMap((part) =>
      part.type === 'tool_call'
        ? [
            {
              type: 'tool_result' as const,
              call: part.id,
              content: [{ type: 'text' as const, text }],
              error: false,
            },
          ]
        : [],
    ),
  };
  return [...before, ...steps, message, results];
};

export const sessionsOn = (table: Table): Sessions =>
  createSessions({ table, tenant: 'tenant', clock: systemClock, ids: randomIds });

/** One more machine: nothing of its own is there but what the table holds. */
export const machine = (server: Pick<MakerServer, 'url'>, table: Table, more = {}) =>
  claudeCodeAt(server, {
    keeping: { sessions: sessionsOn(table), session: SESSION },
    options: {
      base_url: server.url,
      workspace: 'scratch',
      allowed_tools: ['Bash(touch:*)'],
      ...more,
    },
  });

export const spoken = ({ body }: Seen) =>
  JSON.stringify(body.messages.filter(({ role }: { role: string }) => role !== 'system'));

/** Of each time that the session was taken over: whether it began afresh. */
export const epochs = async (table: Table): Promise<readonly boolean[]> => {
  const afresh: boolean[] = [];
  for await (const { body } of table.list(`tenant/claude-sessions/${SESSION}`)) {
    const row = body as { readonly kind: string; readonly afresh?: boolean };
    if (row.kind === 'epoch') afresh.push(row.afresh === true);
  }
  return afresh;
};
