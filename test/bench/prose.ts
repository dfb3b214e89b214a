const words =
  'the a of cache list map node agent answer vote version commit because while after before reads writes keeps finds every other first last small large quick slow order key value head tail'.split(
    ' ',
  );

/** About so many bytes of text that does not repeat itself; another one for each seed. */
export function prose(bytes: number, seed: number): string {
  let state = seed | 0;
  let text = '';
  while (text.length < bytes) {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    text += `${words[(state >>> 8) % words.length]} ${(state >>> 16).toString(36)} `;
  }
  return text.slice(0, bytes);
}
