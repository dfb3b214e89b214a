import { zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decode, encode, MAX_BODY_BYTES, toPointer } from '../../lib/stores/codec.ts';
import { noiseText } from '../conformance/_noise.ts';

const PLACE = 'tenant/things one';

describe('the codec of bodies', () => {
  it.each([
    [null],
    [''],
    [{ text: 'é\u0301 \u{1f600} \0 \ufeff', list: [1.5, true, null, {}] }],
    [{ lone: '\ud800', long: 'word '.repeat(1_000) }],
    [noiseText(300_000)],
  ])('gives back what it was given', (body) => {
    expect(decode(PLACE, encode(PLACE, body))).toEqual(body);
  });

  it('keeps a small body as the text it is', () => {
    const stored = encode(PLACE, { text: 'é' });
    expect(Buffer.from(stored).subarray(1).toString()).toBe('{"text":"é"}');
  });

  it('makes a long body smaller', () => {
    const body = 'a sentence that repeats itself; '.repeat(200);
    expect(encode(PLACE, body).byteLength).toBeLessThan(body.length / 10);
  });

  it('says that a mark it does not know is of a newer massgen', () => {
    const stored = Uint8Array.of(99, 1, 2, 3);
    expect(() => decode(PLACE, stored)).toThrow(
      expect.objectContaining({
        code: 'store.newer',
        facts: { place: PLACE, found: 99, known: 3 },
      }),
    );
  });

  const compressed = encode(PLACE, 'x'.repeat(5_000));
  it.each([
    ['has no bytes', new Uint8Array()],
    ['has no mark', Uint8Array.of(0, 34, 34)],
    ['is no JSON', Uint8Array.of(1, 123)],
    ['is no UTF-8', Uint8Array.of(1, 34, 0xff, 34)],
    ['was cut', compressed.subarray(0, -1)],
    ['was changed in one bit', flipped(compressed, compressed.length - 1)],
    ['is a pointer where a body should stand', toPointer('hash')],
  ])('says that a body is broken that %s', (_, stored) => {
    expect(() => decode(PLACE, stored)).toThrow(expect.objectContaining({ code: 'store.broken' }));
  });

  it('does not inflate a few bytes to more than a body may have', () => {
    const bomb = zstdCompressSync(Buffer.alloc(MAX_BODY_BYTES + 1, ' '));
    const stored = Buffer.concat([Uint8Array.of(2), bomb]);
    expect(stored.byteLength).toBeLessThan(100_000);
    expect(() => decode(PLACE, stored)).toThrow(expect.objectContaining({ code: 'store.broken' }));
  });

  it('refuses to write what it would not read', () => {
    expect(() => encode(PLACE, 'x'.repeat(MAX_BODY_BYTES))).toThrow(
      expect.objectContaining({ code: 'context.tooLarge' }),
    );
  });
});

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}
