import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const folder = join(import.meta.dirname, '../../../../shared/data/claude-code-transcripts');

/** Transcripts that Claude Code 2.1.330 wrote, where they are at hand; they are no part of this repository. */
export const recorded: readonly { readonly name: string; readonly text: string }[] = (
  existsSync(folder) ? globSync(join(folder, '**/*.jsonl')) : []
)
  .toSorted()
  .map((file) => ({ name: relative(folder, file), text: readFileSync(file, 'utf8') }));

export const WHY_SKIPPED = 'the recorded transcripts are not at hand';

export const textOf = (name: string): string =>
  recorded.find((transcript) => transcript.name.startsWith(name))?.text ?? '';
