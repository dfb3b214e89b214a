import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { Fault } from '../core/shared/faults.ts';

/** How a file is called in a sentence. */
export const nameOf = (file: string) => (file === '-' ? 'Standard input' : file);

/** The text of a file; `-` is standard input. Throws `usage.invalid`. */
export function readText(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new Fault('usage.invalid', {
      problem: `${nameOf(file)} cannot be read: ${error instanceof Error ? error.message : error}.`,
      hint: 'Check the path.',
    });
  }
}

/** Writes a file for its owner alone; it is there whole, or as it was. Throws `usage.invalid`. */
export function writeText(file: string, text: string): void {
  const part = `${file}.${process.pid}.part`;
  try {
    writeFileSync(part, text, { mode: 0o600, flush: true });
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw new Fault('usage.invalid', {
      problem: `${file} cannot be written: ${error instanceof Error ? error.message : error}.`,
      hint: 'Check that its folder is there, and has room.',
    });
  }
}
