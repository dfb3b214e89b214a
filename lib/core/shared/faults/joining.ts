import type { Says } from './says.ts';

/** What goes wrong between massgen and a person's own Claude Code. */
export const joiningFaults = {
  'joining.unknownSession': (f: { session: string; folder: string }): Says => [
    `There is no transcript of ${f.session} under ${f.folder}.`,
    'Name its file, or set CLAUDE_CONFIG_DIR to the folder that Claude Code keeps its sessions in.',
  ],
  'joining.brokenSettings': (f: { file: string; detail: string }): Says => [
    `${f.file} is no valid JSON: ${f.detail}.`,
    'Mend it first; nothing was changed.',
  ],
  'joining.notJoined': (f: { project: string }): Says => [
    `${f.project} shares no context.`,
    'Join one with `massgen claude-code install --context CTX`.',
  ],
} as const satisfies Record<string, (facts: never) => Says>;
