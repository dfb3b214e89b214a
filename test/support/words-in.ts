import type { Delta } from '../../lib/core/message/delta.ts';

/** All text of one kind that the pieces of a reply hold. */
export const wordsIn = (deltas: readonly Delta[], type: 'text' | 'thinking'): string =>
  deltas.flatMap((delta) => (delta.type === type ? [delta.text] : [])).join('');
