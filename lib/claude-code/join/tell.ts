import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { pid, stdout } from 'node:process';
import type { News } from './spool.ts';

/** News goes to whoever takes it first: of hooks that run side by side, one. */
export function tell(hookEventName: string, folder: string, more = ''): void {
  const taken = join(folder, `taken.${pid}`);
  try {
    renameSync(join(folder, 'news'), taken);
  } catch {
    return;
  }
  const additionalContext = `${newsIn(taken).text}${more}`;
  stdout.write(JSON.stringify({ hookSpecificOutput: { hookEventName, additionalContext } }));
  renameSync(taken, join(folder, 'given'));
}

/** What is told to a session that has ended its turn makes it go on: so that is for news which is worth it. */
export function tellBeforeStop(folder: string, isAttended: boolean): void {
  const held = heldIn(join(folder, 'news'));
  if (held === 'any' || (held === 'attended' && isAttended))
    tell('Stop', folder, `\n\n${ENDED} ${isAttended ? IF_ATTENDED : IF_ALONE}`);
}

const ENDED = 'You had ended your turn before you were told this; go on if it changes something.';
const IF_ATTENDED = 'If not, say so in one sentence.';
const IF_ALONE = 'If not, give your last reply again: the last one is taken for your result.';

const newsIn = (file: string): News => JSON.parse(readFileSync(file, 'utf8'));

/** Undefined where nothing lies. */
function heldIn(file: string): News['holds'] {
  try {
    return newsIn(file).holds;
  } catch {
    return undefined;
  }
}
