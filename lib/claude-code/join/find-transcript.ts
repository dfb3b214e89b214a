import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../../core/shared/faults.ts';

/**
 * The transcript that a file's name or a session's id means; `folder` is Claude Code's own, with a
 * folder of `projects`. Throws `joining.unknownSession`.
 */
export function findTranscript(name: string, folder: string): string {
  if (isFile(name)) return name;
  const found = /^[\w-]+$/.test(name)
    ? globSync(join(folder, 'projects', '*', `${name}.jsonl`))
    : [];
  const [newest] = found.toSorted((one, other) => writtenAt(other) - writtenAt(one));
  if (newest === undefined) throw new Fault('joining.unknownSession', { session: name, folder });
  return newest;
}

const isFile = (name: string) => statSync(name, { throwIfNoEntry: false })?.isFile() === true;

const writtenAt = (file: string) => statSync(file).mtimeMs;
