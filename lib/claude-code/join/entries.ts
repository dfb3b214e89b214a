import { realpathSync } from 'node:fs';
import { argv, execPath } from 'node:process';

/**
 * What is written into a project's settings, and stands in the plugin as well. It says where to look by
 * a variable of Claude Code's, so that no path of a machine is in it; what has one lies in the spool.
 */
export const SERVER_ENTRY = {
  command: 'sh',
  args: ['-c', 'exec "$CLAUDE_PROJECT_DIR/.claude/massgen/keep"'],
};

/** A node is started only where there is something for it to do; whatever goes wrong is no word to anybody. */
const FOLDER = 'd="$CLAUDE_PROJECT_DIR/.claude/massgen"';
const RUN = '"$d/hook" 2>/dev/null || :';
const GUARD =
  's="$d/sessions/$CLAUDE_CODE_SESSION_ID"; [ -e "$s/transcript" ] && [ ! -e "$s/news" ] && [ ! -e "$s/new" ]';
const always = `${FOLDER}; ${RUN}`;
const whereNeeded = `${FOLDER}; ${GUARD} || ${RUN}`;

export const COMMANDS = {
  SessionStart: always,
  UserPromptSubmit: whereNeeded,
  PostToolUse: whereNeeded,
  Stop: whereNeeded,
  SessionEnd: always,
};

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** The scripts of the spool that start a hook and the keeper. */
export const scripts = (): { readonly hook: string; readonly keep: string } => ({
  hook: `#!/bin/sh
exec ${quoted(execPath)} "\${0%/*}/hook.cjs" "$CLAUDE_CODE_SESSION_ATTENDED"
`,
  keep: `#!/bin/sh
here=$(cd "$(dirname "$0")/../.." && pwd)
{ echo $$ >"\${0%/*}/begun"; } 2>/dev/null
exec ${[execPath, realpathSync(argv[1] ?? '')].map(quoted).join(' ')} claude-code keep --project "$here" "$@"
`,
});
