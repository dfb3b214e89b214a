import { realpathSync } from 'node:fs';
import { argv, execPath } from 'node:process';

/** Its place is known to whoever starts it, so that no path of a machine stands in a file that is shared. */
export const SERVER_ENTRY = {
  command: 'sh',
  args: ['-c', 'exec "$CLAUDE_PROJECT_DIR/.claude/massgen/keep"'],
};

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** How the keeper is started. */
export const KEEP = `#!/bin/sh
here=$(cd "$(dirname "$0")/../.." && pwd)
exec ${[execPath, realpathSync(argv[1] ?? '')].map(quoted).join(' ')} claude-code keep --project "$here" "$@"
`;

/** A node is started only where there is something for it to do; whatever goes wrong is no word to anybody. */
const RUN = `${quoted(execPath)} "$d/hook.cjs" 2>/dev/null || :`;
const FOLDER = 'd="$CLAUDE_PROJECT_DIR/.claude/massgen"';
const GUARD = `s="$d/sessions/$CLAUDE_CODE_SESSION_ID"; [ -e "$s/transcript" ] && [ ! -e "$s/news" ] && [ ! -e "$s/new" ]`;
const always = `${FOLDER}; ${RUN}`;
const whereNeeded = `${FOLDER}; ${GUARD} || ${RUN}`;

export const COMMANDS = {
  SessionStart: always,
  UserPromptSubmit: whereNeeded,
  PostToolUse: whereNeeded,
  SessionEnd: always,
};
