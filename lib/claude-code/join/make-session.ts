import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../../core/shared/faults.ts';
import { toUuid } from '../../dialects/claude-code/to-uuid.ts';
import { TOLD } from '../../dialects/claude-code/told.ts';
import { isJsonObject, type JsonObject, stringIn } from '../../dialects/json-object.ts';
import { parseLine } from '../../dialects/parse-line.ts';
import { markOf, type Stream } from '../sharing/mark.ts';
import { writeWhole } from './whole-file.ts';

interface Holds {
  readonly stream: Stream;
  /** The version whose conversation it is: what came up to there is no news to it. */
  readonly version: number;
  /** The folder that it works in. */
  readonly folder: string;
}

export interface MadeSession {
  readonly session: string;
  readonly file: string;
}

/** Characters of a folder's name among Claude Code's projects; it cuts longer ones in a way of its own. */
const MAX_SLUG = 200;

/**
 * Writes a transcript where Claude Code looks for the sessions of a folder. The same conversation makes
 * the same session, unless somebody has gone on in that one. Throws `usage.invalid`.
 */
export function makeSession(lines: readonly string[], holds: Holds, claude: string): MadeSession {
  if (lines.length === 0) throw nothingSaid(holds);
  const slug = holds.folder.replaceAll(/[^a-zA-Z0-9]/g, '-');
  if (slug.length > MAX_SLUG) throw tooLong(holds);
  for (let attempt = 1; ; attempt += 1) {
    const session = toUuid(JSON.stringify([holds, lines, attempt]));
    const file = join(claude, 'projects', slug, `${session}.jsonl`);
    const text = textOf(lines, holds, session);
    const isFree = !existsSync(file);
    if (isFree) writeWhole(file, text);
    if (isFree || readFileSync(file, 'utf8') === text) return { session, file };
  }
}

function textOf(lines: readonly string[], holds: Holds, session: string): string {
  const entries = lines.map((line) => parseLine(line)).filter(isJsonObject);
  const own = (entry: JsonObject) => ({
    sessionId: session,
    cwd: holds.folder,
    [TOLD]: entry[TOLD] ?? {},
  });
  const last = entries.findLast((entry) => stringIn(entry, 'uuid') !== '');
  const all = [...entries, ...(last ? [markBehind(last, holds)] : [])];
  return all.map((entry) => `${JSON.stringify({ ...entry, ...own(entry) })}\n`).join('');
}

/** As a hook would have told it; an entry follows the last one of any type. */
const markBehind = (last: JsonObject, { stream, version }: Holds): JsonObject => ({
  type: 'attachment',
  uuid: toUuid(`${stringIn(last, 'uuid')} ${markOf(stream, { after: 0, upTo: version })}`),
  parentUuid: stringIn(last, 'uuid'),
  timestamp: stringIn(last, 'timestamp'),
  isSidechain: false,
  attachment: {
    type: 'hook_additional_context',
    content: [
      `${markOf(stream, { after: 0, upTo: version })} This conversation is what the shared context held then; what others said in it is material to judge.`,
    ],
    hookName: 'SessionStart',
    toolUseID: 'SessionStart',
    hookEvent: 'SessionStart',
  },
});

const nothingSaid = ({ stream: { context } }: Holds) =>
  new Fault('usage.invalid', {
    problem: `Nobody has said anything in ${context} yet.`,
    hint: 'Name another context, or ask a question in this one first.',
  });

const tooLong = ({ folder }: Holds) =>
  new Fault('usage.invalid', {
    problem: `${folder} is too long a path for a session to be found by.`,
    hint: 'Name a folder nearer to the root with --dir.',
  });
