import type { Item } from '../context/item.ts';
import type { Compression } from './compression.ts';
import type { Reading } from './reading.ts';
import type { Subscription } from './subscription.ts';

export interface ViewRequest {
  /** The reader's; an item is shown for the first that it matches. */
  readonly subscriptions: readonly Subscription[];
  /** The branch that the items stand on; without it: `main`. */
  readonly branch?: string;
  /** Only what was written behind this version. */
  readonly after?: number;
  /** Tokens. */
  readonly room: number;
  readonly compression: Compression;
  /** What the reader is at: of what does not fit, what has to do with it goes last. */
  readonly query: string;
  /** The backend type whose tokens are counted. */
  readonly maker: string;
  /** By how much that maker's own counts have differed so far. */
  readonly correction?: number;
  /** What the reader is told an item is. */
  readonly labelOf: (item: Item) => string;
  readonly nonce: string;
  /** What an item takes where it is not shown as its words; without it: what its words do. */
  readonly weightOf?: (item: Item) => number;
  /** Characters of a tool's output that are shown unasked; without it: all. */
  readonly outputCharacters?: number | undefined;
  /** What is no news, though it matches. */
  readonly isHidden?: (item: Item, reading: Reading) => boolean;
}
