import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { carry } from './carry.ts';
import { problemOf } from './continuation.ts';
import { features, written } from './features.ts';
import { report } from './report.ts';

const pairs = written.flatMap((from) => written.map((to) => [from, to] as const));

describe('a hand-over', () => {
  it.each(pairs)('from %s to %s can be gone on with', (from, to) => {
    expect(problemOf(from, to)).toBeUndefined();
  });

  it.each(written)('from %s back to it loses nothing', (name) => {
    for (const feature of features)
      expect(['native', 'cannot be said']).toContain(carry(feature, name, name));
  });

  it.each(pairs)('from %s to %s loses no word, call or result', (from, to) => {
    for (const feature of features.filter(({ name }) => /^(text|tool|system)/.test(name)))
      expect(carry(feature, from, to), feature.name).not.toBe('not at all');
  });
});

describe('docs/fidelity.md', () => {
  it('says what the code does: `npm run fidelity` writes it', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/fidelity.md'), 'utf8');
    expect(page).toBe(report());
  });
});
