import type { Commit } from '../../lib/core/context/commit.ts';
import { blind, isCommit } from '../support/blind-table.ts';
import { putBy } from '../support/put-by.ts';
import type { Mistake } from './cloud.ts';

const isNoAct = ({ cause }: Commit) => cause?.step !== 'react';

/** Mistakes, one each, as somebody might make them some day. */
export const mistakes: Readonly<Record<string, Mistake>> = {
  'the cursor is advanced before the announcement': {
    parts: (parts) => ({
      ...parts,
      cursors: {
        at: async (address) => {
          const cursor = await parts.cursors.at(address);
          await cursor.advance((await parts.log.head(address)).version);
          return cursor;
        },
      },
    }),
  },

  'a commit is put over what stands there': {
    table: blind,
  },

  'a listener takes the announced version for the next one': {
    parts: (parts) => ({
      ...parts,
      listener: {
        at: async (address) => {
          const { version } = await parts.log.head(address);
          const cursor = await parts.listener.at(address);
          return { ...cursor, version: Math.max(cursor.version, version - 1) };
        },
      },
    }),
  },

  'a run is closed before its result is committed': {
    parts: (parts) => ({
      ...parts,
      log: {
        ...parts.log,
        commit: async (address, draft, base) => {
          if (draft.cause?.step === 'finish') await parts.runs.close(draft.cause.run);
          return parts.log.commit(address, draft, base);
        },
      },
    }),
  },

  'a run is not registered before it is asked for': {
    parts: (parts) => ({ ...parts, runs: { ...parts.runs, register: async () => undefined } }),
  },

  'a merge leaves out an item': {
    parts: (parts) => ({
      ...parts,
      log: {
        ...parts.log,
        commit: (address, draft, base) =>
          parts.log.commit(
            address,
            draft.merged ? { ...draft, operations: draft.operations.slice(1) } : draft,
            base,
          ),
      },
    }),
  },

  'what the commits of a run expect is not looked at': {
    parts: (parts) => ({
      ...parts,
      log: {
        ...parts.log,
        commit: (address, { expects: _, ...draft }, base) => parts.log.commit(address, draft, base),
      },
    }),
  },

  'a purge says so, and empties nothing': {
    parts: (parts) => ({
      ...parts,
      table: putBy(parts.table, async (row, when) =>
        when !== 'absent' && isCommit(row) ? { kind: 'put' } : parts.table.put(row, when),
      ),
    }),
  },

  'the cursor of a reactor is advanced before it acts': {
    parts: (parts) => ({
      ...parts,
      cursorsOf: (consumer) => {
        const cursors = parts.cursorsOf(consumer);
        return {
          at: async (address) => {
            const cursor = await cursors.at(address);
            const isReactor = consumer.startsWith('reactor-');
            if (isReactor) await cursor.advance((await parts.log.head(address)).version);
            return cursor;
          },
        };
      },
    }),
  },

  'nobody is told whose agents a commit concerns': {
    parts: (parts) => ({
      ...parts,
      announcer: {
        publish: (all) =>
          parts.announcer.publish(
            all.map((one) => ({ ...one, data: { ...one.data, backends: [] } })),
          ),
      },
    }),
  },

  'a reactor does not look whether it has acted': {
    parts: (parts) => ({
      ...parts,
      log: {
        ...parts.log,
        after: async (...range) => (await parts.log.after(...range)).filter(isNoAct),
        commit: (address, draft, base) => {
          const id =
            draft.cause?.step === 'react' ? `${draft.id}/${parts.ids.next('act')}` : draft.id;
          return parts.log.commit(address, { ...draft, ...(id && { id }) }, base);
        },
      },
    }),
  },

  'an act is taken for no deeper than its news': {
    parts: (parts) => ({
      ...parts,
      log: {
        ...parts.log,
        commit: (address, draft, base) => {
          const { run = '', step = '', agent } = draft.cause ?? {};
          const isAct = step === 'react';
          const shallow = { cause: { run, step, ...(agent && { agent }) } };
          return parts.log.commit(address, { ...draft, ...(isAct && shallow) }, base);
        },
      },
    }),
  },

  'what a reactor has spent is not counted': {
    parts: (parts) => ({
      ...parts,
      log: {
        ...parts.log,
        history: async (address) => {
          const history = await parts.log.history(address);
          return { ...history, commits: history.commits.filter(isNoAct) };
        },
      },
    }),
  },

  'how often a reactor was called is not remembered': {
    parts: (parts) => ({
      ...parts,
      reactors: {
        ...parts.reactors,
        update: (context, id, change) =>
          parts.reactors.update(context, id, (standing) => {
            const changed = change(standing);
            return changed && { ...changed, called: [] };
          }),
      },
    }),
  },

  'a turn does not look whether it has acted': {
    parts: (parts) => ({
      ...parts,
      log: {
        ...parts.log,
        history: async (address) => {
          const history = await parts.log.history(address);
          const isTurn = ({ cause }: (typeof history.commits)[number]) => cause?.step === 'turn';
          return { ...history, commits: history.commits.filter((commit) => !isTurn(commit)) };
        },
      },
    }),
  },
};
