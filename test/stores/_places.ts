import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { SqliteTable } from '../../lib/stores/sqlite/sqlite-table.ts';
import { createStore } from './_store.ts';

/** A folder that is there until the test is over. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'massgen-stores-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Opens the store in a folder, and closes it when the test is over. */
export function openStore(folder: string): SqliteTable {
  const table = createStore(folder);
  onTestFinished(table.close);
  return table;
}
