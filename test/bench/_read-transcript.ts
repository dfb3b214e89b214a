/** A process that reads a transcript: `_read-transcript.ts parse|extract FILE`. Says its peak, in bytes. */
import { readFileSync } from 'node:fs';
import { argv, resourceUsage, stdout } from 'node:process';
import { extract } from '../../lib/dialects/claude-code/extract.ts';

const [, , way, file = ''] = argv;
const text = readFileSync(file, 'utf8');
const read = way === 'extract' ? extract(text).messages : linesOf(text);
if (read.length === 0) throw new Error('The transcript says nothing.');
stdout.write(`${resourceUsage().maxRSS * 1024}`);

function linesOf(transcript: string): readonly unknown[] {
  return transcript
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
}
