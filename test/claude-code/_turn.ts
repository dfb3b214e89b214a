import { argv, stdout } from 'node:process';
import { createClaudeCode } from '../../lib/backends/claude-code/claude-code.ts';
import { createSessions } from '../../lib/claude-code/sessions/sessions.ts';
import { decisionTools } from '../../lib/core/agent/decision-tools.ts';
import { openPlace } from '../../lib/local/place.ts';
import { randomIds, systemClock } from '../../lib/runtime/system.ts';

/** One turn of Claude Code in a process of its own: `node _turn.ts ORDER`, which answers with its reply. */
const { url, key, data, variables, scratch, session, folder, messages } = JSON.parse(
  argv[2] ?? '{}',
);
const place = await openPlace(
  data,
  (name) => variables?.[name],
  () => undefined,
);
const tenant = 'tenant';
const sessions = createSessions({ table: place.table, tenant, clock: systemClock, ids: randomIds });
const backend = createClaudeCode({
  type: 'claude_code',
  key,
  model: 'claude-opus-5-5',
  folders: [folder],
  scratch,
  keeping: { sessions, session },
  options: { base_url: url, workspace: 'scratch', allowed_tools: ['Bash(touch:*)'] },
  clock: systemClock,
  ids: randomIds,
});
const tools = decisionTools(2);
const call = backend.call({
  messages,
  tools,
  allowedTools: tools.map(({ name }) => name),
  sequence: 0,
  signal: new AbortController().signal,
});
let step = await call.next();
while (!step.done) step = await call.next();
stdout.write(JSON.stringify(step.value));
place.close();
