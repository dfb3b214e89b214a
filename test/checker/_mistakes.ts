import type { Commit } from '../../lib/core/context/commit.ts';
import type { ContextLog } from '../../lib/core/context/context-log.ts';
import type { Table } from '../../lib/core/shared/table.ts';
import { blind, isCommit } from '../support/blind-table.ts';
import { putBy } from '../support/put-by.ts';
import type { Seeded } from '../support/seeded.ts';

/** Logs and tables with one mistake each, made now and then, as somebody might make it. */
export interface Mistake {
  readonly table?: (table: Table) => Table;
  readonly log?: (log: ContextLog, random: Seeded) => ContextLog;
}

export const mistakes: Readonly<Record<string, Mistake>> = {
  'a commit is put without a condition, over what stands there': {
    table: blind,
  },

  'a commit is said to have landed before it is written, and never is': {
    table: (table) => {
      let puts = 0;
      return putBy(table, async (row, when) => {
        puts += isCommit(row) ? 1 : 0;
        return isCommit(row) && puts % 9 === 0 ? { kind: 'put' } : table.put(row, when);
      });
    },
  },

  'a commit leaves a version out': {
    table: (table) =>
      putBy(table, async (row, when) => {
        if (!isCommit(row) || Number(row.sort) !== 4) return table.put(row, when);
        const sort = '000000000005';
        return table.put({ ...row, sort, body: { ...Object(row.body), version: 5 } }, when);
      }),
  },

  'all of an append is said to have landed when a part of it has': {
    table: (table) => ({
      ...table,
      append: async (rows) => {
        await table.append(rows.slice(0, 1));
        return rows.length;
      },
    }),
  },

  'a reader is shown what stood a while ago': {
    log: (log, random) => {
      let last: Awaited<ReturnType<ContextLog['history']>> | undefined;
      return {
        ...log,
        history: async (address) => {
          const history = await log.history(address);
          const shown = last && random.happens(0.5) ? last : history;
          last = history;
          return shown;
        },
      };
    },
  },

  'a writer that lost its race is not told what beat it': {
    log: (log) => ({
      ...log,
      commit: async (address, draft, base) => {
        const outcome = await log.commit(address, draft, base);
        if (outcome.kind === 'committed' || base === undefined) return outcome;
        const { expects: _, ...blind } = draft;
        const forced = await log.commit(address, blind);
        return forced.kind === 'committed'
          ? { ...forced, commit: onBase(forced.commit, base) }
          : forced;
      },
    }),
  },

  'a draft is offered again under another id, as if its answer had been lost': {
    log: (log, random) => ({
      ...log,
      commit: async (address, draft, base) => {
        const outcome = await log.commit(address, draft, base);
        const { id: _, ...again } = draft;
        if (outcome.kind === 'committed' && random.happens(0.3)) await log.commit(address, again);
        return outcome;
      },
    }),
  },

  'what a commit expects is not looked at': {
    log: (log) => ({
      ...log,
      commit: (address, { expects: _, ...draft }, base) => log.commit(address, draft, base),
    }),
  },

  'the head is read from memory': {
    log: (log, random) => {
      let last: Awaited<ReturnType<ContextLog['head']>> | undefined;
      return {
        ...log,
        head: async (address) => {
          if (last && random.happens(0.7)) return last;
          last = await log.head(address);
          return last;
        },
      };
    },
  },
};

const onBase = (commit: Commit, base: number): Commit => ({ ...commit, base });
