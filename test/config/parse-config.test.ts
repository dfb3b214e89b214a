import { describe, expect, it } from 'vitest';
import { MAX_CONFIG_BYTES } from '../../lib/config/config-document.ts';
import { parseConfig } from '../../lib/config/parse-config.ts';
import { growthOf } from '../support/steps.ts';

const parse = (text: string | Uint8Array) => parseConfig(text, 'team.yaml');

const billionLaughs = Array.from({ length: 9 }, (_, at) =>
  at === 0
    ? 'a0: &a0 [x, x, x, x]'
    : `a${at}: &a${at} [${Array(9)
        .fill(`*a${at - 1}`)
        .join(', ')}]`,
).join('\n');

describe('parsing', () => {
  it('reads YAML and JSON to the same value', () => {
    const value = { agents: [{ id: 'a', backend: { type: 'grok', temperature: 0.5 } }] };
    expect(parse(JSON.stringify(value))).toEqual(value);
    expect(parse('agents:\n  - id: a\n    backend: {type: grok, temperature: 0.5} # mild')).toEqual(
      value,
    );
  });

  it('knows anchors and merge keys', () => {
    expect(parse('base: &b {type: grok}\nother:\n  <<: *b\n  model: m')).toEqual({
      base: { type: 'grok' },
      other: { type: 'grok', model: 'm' },
    });
  });

  it('looks for duplicates in ten times the steps among ten times the keys', async () => {
    const keys = (count: number) =>
      Array.from({ length: count }, (_, at) => `k${at}: 1`).join('\n');
    const growth = await growthOf(
      () => parse(keys(1000)),
      () => parse(keys(10_000)),
    );
    expect(growth).toBeLessThan(12);
  });

  it('leaves out a byte order mark', () => {
    expect(parse(Buffer.from('\ufeffa: 1'))).toEqual({ a: 1 });
  });

  it.each([
    ['a duplicate key', 'a: 1\nb:\n  c: 1\n  c: 2\n', /line 4, column 3: the key "c" stands here/],
    ['a duplicate key in JSON', '{"a": 1, "a": 2}', /line 1, column 10: the key "a"/],
    ['a list that does not end', 'agents:\n  - [1, 2\n', /line \d+, column \d+: /],
    ['a tab for indentation', 'a:\n\tb: 1', /line 2, column 1: Tabs/],
    ['a mapping inside a line', 'a: b: c', /line 1, column 4: /],
    ['a second document', 'a: 1\n---\nb: 2', /line 2, column 1: a second document/],
    ['a tag', 'a: !secret x', /line 1, column 4: Unresolved tag: !secret/],
    ['a tag of Python', 'a: !!python/object:os.system x', /line 1, column 4: Unresolved tag/],
    ['a list for a key', '? [a]\n: b', /line 1, column 3: a key must be text/],
    ['an anchor that is not there', 'a: *nowhere', /nowhere/],
    ['nesting without end', '['.repeat(2000), /line 1, column \d+: this is nested too deeply/],
    ['anchors that grow without end', billionLaughs, /alias/],
    ['an empty file', '', /it is empty/],
    ['a file of comments', '# nothing\n', /it is empty/],
    ['a list', '- a\n- b', /it holds a list. A configuration is a mapping/],
    ['a word', 'hello', /it holds a single value/],
    ['a character that is none', 'a: b\0c', /not text in UTF-8/],
  ])('refuses %s and says where', (_, text, message) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'config.unreadable' }));
    expect(() => parse(text)).toThrow(message);
  });

  it.each([
    ['UTF-16', Buffer.from('\ufeffa: 1', 'utf16le')],
    ['Latin-1', Buffer.from('a: gr\u00fcn', 'latin1')],
  ])('refuses %s', (_, bytes) => {
    expect(() => parse(bytes)).toThrow(/not text in UTF-8/);
  });

  it('refuses what is too large to be written by hand', () => {
    expect(() => parse('a'.repeat(MAX_CONFIG_BYTES + 1))).toThrow(/larger than 262144 bytes/);
  });
});
