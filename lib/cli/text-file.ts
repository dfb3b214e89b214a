import { readFileSync } from 'node:fs';
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
