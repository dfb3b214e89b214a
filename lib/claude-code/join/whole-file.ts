import {
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { pid } from 'node:process';

/** Null where there is no file. */
export const textOf = (file: string): string | null =>
  existsSync(file) ? readFileSync(file, 'utf8') : null;

/** Writes a file so that nobody ever sees a part of it. A file that is a link stays one. */
export function writeWhole(path: string, text: string, mode = 0o600): void {
  mkdirSync(dirname(path), { recursive: true });
  replaceFile(existsSync(path) ? realpathSync(path) : path, text, mode);
}

/** The same in a folder that is there. Where there is no room nothing of it is left. */
export function replaceFile(file: string, text: string, mode = 0o600): void {
  const draft = `${file}.${pid}`;
  try {
    writeFileSync(draft, text, { mode });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
