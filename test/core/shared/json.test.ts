import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, isJson, type Json, utf8Bytes } from '../../../lib/core/shared/json.ts';

/** Any JSON there is, with odd names and numbers, but no half of a surrogate pair. */
const json = fc
  .jsonValue({ stringUnit: 'grapheme', noUnicodeString: false })
  .map((value): Json => JSON.parse(JSON.stringify(value)));
const anyJson = fc
  .jsonValue({ stringUnit: 'binary' })
  .map((value): Json => JSON.parse(JSON.stringify(value)));

describe('canonical JSON', () => {
  it('is what RFC 8785 says, as another program says it', () =>
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalJson(value)).toBe(canonicalize(value));
      }),
      { numRuns: 300 },
    ));

  it('says the same value', () =>
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(value);
      }),
    ));

  /** https://www.rfc-editor.org/rfc/rfc8785#section-3.2.3 */
  it('sorts members by UTF-16 code units', () => {
    const names = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6'];
    const value = Object.fromEntries(names.map((name) => [name, 0]));
    const sorted = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33'];
    const members = sorted.map((name) => `${JSON.stringify(name)}:0`);
    expect(canonicalJson(value)).toBe(`{${members.join()}}`);
  });

  /** https://www.rfc-editor.org/rfc/rfc8785#appendix-B */
  it.each([
    [0, '0'],
    [-0, '0'],
    [5e-324, '5e-324'],
    [1.7976931348623157e308, '1.7976931348623157e+308'],
    [9007199254740992, '9007199254740992'],
    [295147905179352830000, '295147905179352830000'],
    [1e21, '1e+21'],
    [9.999999999999997e22, '9.999999999999997e+22'],
    [0.000001, '0.000001'],
    [1e-7, '1e-7'],
  ])('writes %d as %s', (number, text) => {
    expect(canonicalJson(number)).toBe(text);
  });

  it('leaves out members that are undefined, and says null for such entries', () => {
    expect(canonicalJson({ b: undefined, a: [undefined, 1] })).toBe('{"a":[null,1]}');
  });

  it('keeps a member that JavaScript keeps to itself', () => {
    expect(canonicalJson(JSON.parse('{"__proto__":1,"a":2}'))).toBe('{"__proto__":1,"a":2}');
  });
});

describe('what is JSON', () => {
  it('is all that was parsed from JSON', () =>
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(isJson(value)).toBe(true);
      }),
    ));

  it('is nested up to 1000 levels', () => {
    const nested = (levels: number) => JSON.parse(`${'['.repeat(levels)}1${']'.repeat(levels)}`);
    expect(isJson(nested(1000))).toBe(true);
    expect(isJson(nested(1001))).toBe(false);
  });

  it('is nothing that JSON would change', () =>
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withSet: true }), (value) => {
        if (isJson(value)) expect(JSON.parse(canonicalJson(value))).toEqual(withoutSign(value));
      }),
      { numRuns: 500 },
    ));
});

/** JSON has one zero. */
function withoutSign(value: unknown): unknown {
  if (value === 0) return 0;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutSign);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutSign(one)]));
}

it('counts the bytes of a text as UTF-8 has them', () => {
  expect(utf8Bytes('a\u00e9\u20ac\ud83d\ude00')).toBe(1 + 2 + 3 + 4);
  expect(utf8Bytes('')).toBe(0);
});
