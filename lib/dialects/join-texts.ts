/** Several texts as one: a blank line stands between two of them, unless they bring their own. */
export const joinTexts = (texts: readonly string[]): string =>
  texts.reduce(
    (before, next) => `${before}${before === '' || isOpen(before, next) ? '' : '\n\n'}${next}`,
    '',
  );

const isOpen = (before: string, next: string) => before.endsWith('\n') || next.startsWith('\n');
