import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { whyNotPublic } from '../../lib/config/public-address.ts';

const hex = (value: number) => `0x${value.toString(16)}`;
const octal = (value: number) => `0${value.toString(8)}`;

/** An IPv4 address as people write it, and as those write it who hope that nobody looks closely. */
const numbers = fc
  .tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255))
  .chain(([a, b, c, d]) => {
    const whole = ((a * 256 + b) * 256 + c) * 256 + d;
    return fc.constantFrom(
      `${a}.${b}.${c}.${d}`,
      `${a}.${b}.${c}.${d}.`,
      `${hex(a)}.${octal(b)}.${c}.${d}`,
      `${a}.${b}.${c * 256 + d}`,
      `${a}.${(b * 256 + c) * 256 + d}`,
      `${whole}`,
      hex(whole),
      octal(whole),
      `[::ffff:${a}.${b}.${c}.${d}]`,
      `[64:ff9b::${a}.${b}.${c}.${d}]`,
      `${a}.${b}.${c}.${d}`.replaceAll(/\d/g, (digit) =>
        String.fromCodePoint(0xff10 + Number(digit)),
      ),
      `${a}%2e${b}%2E${c}.${d}`,
    );
  });

const label = fc
  .stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$/)
  .filter((text) => !/^xn--/.test(text));
const inside = ['localhost', 'local', 'internal', 'lan', 'home.arpa', 'corp', 'test'];
const port = fc.constantFrom('', ':443', ':9001');
const path = fc.constantFrom('', '/', '/mcp', '/mcp?mode=1', '/#a');

describe('an address that a service may ask for a stranger', () => {
  it('is never a number, however it is spelt', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          numbers,
          fc.ipV6().map((ip) => `[${ip}]`),
        ),
        port,
        path,
        (host, at, end) => {
          expect(whyNotPublic(`https://${host}${at}${end}`)).toBe('is a number instead of a name');
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('is never a name that is known inside of a network only', () => {
    const names = fc
      .tuple(
        fc.array(label, { maxLength: 3 }),
        fc.constantFrom(...inside),
        fc.constantFrom('', '.'),
      )
      .map(([labels, last, dot]) => [...labels, last].join('.') + dot);
    fc.assert(
      fc.property(fc.oneof(names, label), fc.boolean(), port, (name, shouts, at) => {
        const host = shouts ? name.toUpperCase() : name;
        expect(whyNotPublic(`https://${host}${at}/`)).toBe('is known inside of a network only');
      }),
      { numRuns: 300 },
    );
  });

  it('is an https address with a name that the world knows', () => {
    fc.assert(
      fc.property(
        label,
        label,
        fc.constantFrom('com', 'org', 'de', 'dev'),
        port,
        path,
        (a, b, c, at, end) => {
          expect(whyNotPublic(`https://${a}.${b}.${c}${at}${end}`)).toBeUndefined();
          expect(whyNotPublic(`http://${a}.${b}.${c}${at}${end}`)).toBe('is no https address');
          expect(whyNotPublic(`https://me@${a}.${b}.${c}${at}${end}`)).toContain('user name');
        },
      ),
    );
  });

  it('gets a verdict whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.string().map((text) => `https://${text}`),
        ),
        (text) => {
          const why = whyNotPublic(text);
          if (why === undefined) expect(new URL(text).protocol).toBe('https:');
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    'https://169.254.169.254/latest/meta-data',
    'https://[fd00:ec2::254]/',
    'https://metadata.google.internal/',
    'https://metadata/',
    'https://localhost:8080/',
    'https://LOCALHOST./',
    'https://%6c%6f%63%61%6c%68%6f%73%74/',
    'https://user:pass@example.com/',
    'https://example.com/mcp?api_key=1',
    'https://example.com/mcp?Signature=1',
    'file:///etc/passwd',
    'wss://example.com/',
    'https:///',
    '',
  ])('is not %s', (address) => {
    expect(whyNotPublic(address)).toBeTypeOf('string');
  });
});
