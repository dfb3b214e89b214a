import type { Json } from './json.ts';

export interface Key {
  /** Begins with the tenant: `TENANT/...`. */
  readonly partition: string;
  readonly sort: string;
}

export interface Row extends Key {
  /** Whole and positive; whoever replaces a row chooses the next one. */
  readonly version: number;
  readonly body: Json;
  /** From then on nobody needs it, and a place may forget it. It is told to the place alone: no read has it. */
  readonly expires?: Date;
}

export type When = 'absent' | { readonly version: number };

export type PutOutcome =
  | { readonly kind: 'put' }
  | { readonly kind: 'refused'; readonly standing: Row | undefined };

export interface Range {
  /** Only what sorts behind this. */
  readonly after?: string;
  /** Only what sorts up to this, itself included. */
  readonly upTo?: string;
  /** From the last to the first. */
  readonly backwards?: boolean;
  /** At most so many rows. */
  readonly limit?: number;
}

/**
 * All the storage that the domain knows.
 *
 * Contract, proved for every adapter by `test/conformance/table.ts`:
 * - Reads are strongly consistent: what one `put` wrote, the next `get` or `list` sees.
 * - `put` writes only while `when` holds; of many rivals exactly one writes.
 * - A refusal is an outcome, never a throw, and carries the row that stands there.
 * - `append` puts rows, each `absent`, in their order, until one is refused or fails, and tells how
 *   many it has put; whatever dies on the way, what stands is a beginning of them. It throws only
 *   what kept the first from being put: those behind it were not tried.
 * - A body comes back equal to what went in, whatever its size: 1 byte or 5 MB.
 * - `list` yields in `sort` order, byte by byte of UTF-8, however many pages it takes.
 * - `remove` of what is not there is refused, with nothing standing.
 * - A row that expires is there until then, like any other; afterwards it may be there or not.
 * - Keys are opaque: any well-formed text that is not empty and holds no NUL, and partitions never
 *   mix.
 */
export interface Table {
  readonly get: (key: Key) => Promise<Row | undefined>;
  readonly put: (row: Row, when: When) => Promise<PutOutcome>;
  readonly append: (rows: readonly Row[]) => Promise<number>;
  readonly list: (partition: string, range?: Range) => AsyncIterable<Row>;
  readonly remove: (key: Key, when: { readonly version: number }) => Promise<PutOutcome>;
}
