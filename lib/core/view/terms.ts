const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/**
 * Visits each word of a text as a number that is always the same for it (FNV-1a over its lower
 * case, 32 bits). Scripts that do not part words count a character as one.
 */
export function eachTerm(text: string, visit: (term: number) => void): void {
  const plain = text.toLowerCase();
  let hash = OFFSET;
  let length = 0;
  for (let at = 0; at < plain.length; at += 1) {
    const code = plain.charCodeAt(at);
    if (isLetter(code)) {
      hash = Math.imul(hash ^ code, PRIME);
      length += 1;
      continue;
    }
    if (length > 0) visit(hash);
    if (isIdeograph(code)) visit(code);
    hash = OFFSET;
    length = 0;
  }
  if (length > 0) visit(hash);
}

export function termsIn(text: string): ReadonlySet<number> {
  const terms = new Set<number>();
  eachTerm(text, (term) => terms.add(term));
  return terms;
}

const isLetter = (code: number) =>
  code > 127
    ? !isIdeograph(code) && code !== 0xa0 && !(code >= 0x2000 && code <= 0x206f)
    : (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code === 95;

/** Chinese, Japanese and Korean signs. */
const isIdeograph = (code: number) => code >= 0x2e80 && code <= 0xd7af;
