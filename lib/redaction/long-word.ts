/** Characters of a word that prose hardly has: the shortest key that a maker hands out, and what it begins with. */
export const LONG = 19;

const IN_WORDS = /[\w+/=.~-]/;
const isInWords = Uint8Array.from({ length: 128 }, (_, code) =>
  Number(IN_WORDS.test(String.fromCharCode(code))),
);

/** Whether a text has a word of `LONG` characters, which then covers one of every `LONG` places. */
export function hasLongWord(text: string): boolean {
  for (let place = LONG - 1; place < text.length; place += LONG)
    if (endOf(text, place, 1) - endOf(text, place, -1) > LONG) return true;
  return false;
}

/** The first place in a direction that belongs to no word. */
function endOf(text: string, place: number, step: 1 | -1): number {
  let end = place;
  while (isInWords[text.charCodeAt(end)] === 1) end += step;
  return end;
}
