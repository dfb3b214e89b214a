import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { MAX_CONFIG_BYTES } from '../../lib/config/config-document.ts';
import { loadConfig, validateFile } from '../../lib/config/load-config.ts';
import { environmentOf } from './support/config-of.ts';

const folder = mkdtempSync(join(tmpdir(), 'massgen-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: string) => {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
};

const load = (file: string) => loadConfig(file, environmentOf());
const team = 'agent: {id: a, backend: {type: grok}}\n';

describe('a file', () => {
  it('that is good is handed over, with its warnings', () => {
    const file = write('good.yaml', `${team}uii: {}\n`);
    expect(load(file)).toEqual({
      file,
      config: { agent: { id: 'a', backend: { type: 'grok' } }, uii: {} },
      warnings: [expect.objectContaining({ path: 'uii', suggestion: 'ui' })],
    });
  });

  it.each([
    ['that is not there', () => join(folder, 'nothing.yaml'), 'config.notFound'],
    ['below a file', () => join(write('file', team), 'nothing.yaml'), 'config.notFound'],
    ['with a name that is none', () => 'a\0b', 'config.notFound'],
    ['that is a folder', () => folder, 'config.unreadable'],
    ['that is no YAML', () => write('bad.yaml', 'a: [1'), 'config.unreadable'],
    ['that does not end', () => '/dev/zero', 'config.unreadable'],
    ['that says nothing useful', () => write('empty.yaml', 'ui: {}'), 'config.invalid'],
  ])('%s is refused', (_, file, code) => {
    expect(() => load(file())).toThrow(expect.objectContaining({ code }));
  });

  it('may be as large as allowed, and no larger', () => {
    const padded = (bytes: number) => `${team}#${'.'.repeat(bytes - team.length - 1)}`;
    expect(load(write('full.yaml', padded(MAX_CONFIG_BYTES))).warnings).toEqual([]);
    expect(() => load(write('over.yaml', padded(MAX_CONFIG_BYTES + 1)))).toThrow(/larger than/);
  });

  it('may be a pipe', () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    execFileSync('sh', ['-c', `(printf '%s' "$1" > "$2") >/dev/null 2>&1 &`, 'sh', team, pipe]);
    expect(load(pipe).config).toHaveProperty('agent');
  });
});

describe('the verdict on a file', () => {
  it('that cannot be parsed is that it is invalid', () => {
    const verdict = validateFile(write('twice.yaml', 'a: 1\na: 2'), environmentOf());
    expect(verdict).toMatchObject({
      valid: false,
      errors: [{ path: '', message: expect.stringContaining('line 2, column 1') }],
      warnings: [],
    });
  });

  it('that is not there is none', () => {
    expect(() => validateFile(join(folder, 'nothing.yaml'), environmentOf())).toThrow(
      expect.objectContaining({ code: 'config.notFound' }),
    );
  });
});
