import type { IndexLender } from '../operations/context-deps.ts';
import { createMemoryIndex } from '../stores/memory/memory-index.ts';

/** Where an index of everything would have to read everything first: each piece of work has its own. */
export const indexOnDemand: IndexLender = {
  isKept: false,
  use: (work) => work(createMemoryIndex()),
};
