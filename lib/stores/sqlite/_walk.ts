import type { Range } from '../../core/shared/table.ts';
import type { StoredRow } from '../stored-row.ts';
import type { PageRange } from './_rows.ts';

/** Rows that one query reads. */
const PAGE_ROWS = 128;

/**
 * Walks a range page by page. Each page is a query that is over before its rows go out: one left
 * open would hold its snapshot, and the write-ahead log could not shrink.
 */
export async function* walk(
  read: (range: PageRange, limit: number) => Promise<readonly StoredRow[]>,
  { limit = Number.POSITIVE_INFINITY, ...bounds }: Range,
): AsyncGenerator<StoredRow> {
  let range: PageRange = bounds;
  for (let left = limit; left > 0; left -= PAGE_ROWS) {
    const size = Math.min(left, PAGE_ROWS);
    const page = await read(range, size);
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < size) return;
    range = behind(last, range);
  }
}

/** What is left of a range behind a row. */
const behind = ({ sort }: StoredRow, range: PageRange): PageRange =>
  range.backwards ? { ...range, before: sort } : { ...range, after: sort };
