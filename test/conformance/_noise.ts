/** Bytes that hardly compress, the same for the same size and seed. */
export function noise(size: number, seed = 7): Uint8Array {
  const bytes = new Uint8Array(size);
  let state = seed;
  for (let at = 0; at < size; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}

/** Text of so many bytes that hardly compresses, the same for the same size and seed. */
export const noiseText = (size: number, seed?: number): string =>
  Buffer.from(noise(Math.ceil(size * 0.75), seed))
    .toString('base64')
    .slice(0, size);
