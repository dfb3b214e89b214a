import { toNativeName } from '../../../lib/backends/claude-code/tool-server.ts';
import { NEW_ANSWER, VOTE } from '../../../lib/core/agent/decision-tools.ts';
import { READ_CONTEXT } from '../../../lib/core/agent/reading-tool.ts';
import { type MakerServer, type Script, startMakerServer } from '../maker-server/maker-server.ts';
import type { ScriptedCall, ScriptedReply } from '../maker-server/scripted-reply.ts';
import { checkMessages } from './check-messages.ts';
import { messagesApi } from './messages-server.ts';
import { rulesFor } from './model-rules.ts';

/**
 * Anthropic's API as Claude Code speaks to it: with betas, and with empty turns of the system. What
 * is checked is the conversation: roles, pairs of calls and results, ids.
 */
export const startClaudeCodeServer = (script: Script = {}): Promise<MakerServer> =>
  startMakerServer(
    {
      ...messagesApi,
      wrongKey: (headers, key) =>
        headers['x-api-key'] === key ? undefined : { status: 401, message: 'invalid x-api-key' },
      write: (response, reply, seen) => messagesApi.write(response, asItCallsThem(reply), seen),
      isCall: (path) => path.startsWith('/v1/messages?'),
      check: ({ body }) => {
        const spoken = body.messages.filter(({ role }: { role: string }) => role !== 'system');
        const message = checkMessages(spoken, { ...rulesFor(body.model), systemTurns: true });
        return message === undefined ? undefined : { status: 400, message };
      },
    },
    script,
  );

const asItCallsThem = ({ calls, ...reply }: ScriptedReply): ScriptedReply => ({
  ...reply,
  ...(calls && { calls: calls.map(asItCallsIt) }),
});

const asItCallsIt = ({ name, ...call }: ScriptedCall): ScriptedCall => ({
  ...call,
  name: [NEW_ANSWER, VOTE, READ_CONTEXT].includes(name) ? toNativeName(name) : name,
});
