import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extract } from '../../lib/dialects/claude-code/extract.ts';
import { beside, type Figure, timesInTurn } from './measure.ts';
import { transcript } from './transcript.ts';

const BYTES = 5_000_000;
const READER = join(import.meta.dirname, '_read-transcript.ts');
const BASELINE = 'JSON.parse of its lines';

/** A transcript of Claude Code becomes messages: how long that takes, and the memory at its peak. */
export async function extracts(): Promise<readonly Figure[]> {
  const text = transcript(BYTES);
  const lines = text.trimEnd().split('\n');
  const [taken, parsing] = await timesInTurn(
    { n: 20, warmUp: 10 },
    () => extract(text),
    () => lines.map((line): unknown => JSON.parse(line)),
  );
  const [peaks, bare] = peaksOf(text);
  const name = 'dialects.extract.claude-code';
  return [
    beside(name, taken, BASELINE, parsing),
    beside(`${name}.memory`, peaks, BASELINE, bare, 'MB'),
  ];
}

/** In processes of their own, since what is at its peak once stays there. */
function peaksOf(text: string): readonly [full: readonly number[], bare: readonly number[]] {
  const folder = mkdtempSync(join(tmpdir(), 'massgen-bench-'));
  const file = join(folder, 'session.jsonl');
  const peakOf = (way: string) =>
    Number(execFileSync(process.execPath, [READER, way, file], { encoding: 'utf8' })) / 1e6;
  try {
    writeFileSync(file, text);
    const pairs = Array.from({ length: 5 }, () => [peakOf('extract'), peakOf('parse')] as const);
    return [pairs.map(([full]) => full), pairs.map(([, bare]) => bare)];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
