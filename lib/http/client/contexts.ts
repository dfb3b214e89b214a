import { checkedId } from '../../core/context/address.ts';
import { toCommitDocument } from '../../operations/commit-document.ts';
import type { Contexts } from '../../operations/contexts.ts';
import { fromPosition } from '../../operations/position.ts';
import { collect } from './collect.ts';
import { eventsOf } from './events.ts';
import type { Remote } from './remote.ts';
import { createSend } from './send.ts';

/** Stands in a path for no one context. */
const ANY_CONTEXT = '-';

/** The contexts of a service, as those of this machine: each operation takes its route. */
export const remoteContexts = (remote: Remote): Contexts => {
  const send = createSend(remote);
  return {
    create: (name) => send('createContext', given({ name })),
    list: () => send('listContexts', {}),
    log: async (id, options = {}) => {
      const input = { ...at(id), ...given(options) };
      const all = await collect(send('logOfContext', input), ({ commits, head }) => {
        const last = commits.at(-1);
        return last && last.version < head
          ? send('logOfContext', { ...input, after: last.version })
          : undefined;
      });
      return { ...all.last, commits: all.pages.flatMap(({ commits }) => commits) };
    },
    show: async (id, options = {}) => {
      const input = { ...at(id), ...given(options) };
      const all = await collect(send('showContext', input), ({ version, items, next }) =>
        next !== undefined && items.length > 0
          ? send('showContext', { at: version, ...input, behind: next })
          : undefined,
      );
      const { version } = all.last;
      return { version, items: all.pages.flatMap(({ items }) => items) };
    },
    verify: async (id, { expect, ...options } = {}) =>
      send('verifyContext', {
        ...at(id),
        ...given({ expect: expect && fromPosition(expect), ...options }),
      }),
    search: async (text, { context, ...options } = {}) =>
      send('searchContext', {
        context: context === undefined ? ANY_CONTEXT : checkedId(context),
        text,
        ...given(options),
      }),

    /** It is named here, so that it can be sent again when no answer comes. */
    commit: async (id, document, options = {}) => {
      const named = { id: remote.ids.next('commit'), ...toCommitDocument(document) };
      const input = { ...named, ...at(id), ...given(options) };
      return send('commitToContext', input, { isRepeatable: true });
    },

    watch: async function* (
      id,
      { signal, from = 0, until = Number.POSITIVE_INFINITY, branch } = {},
    ) {
      let seen = from;
      if (until <= from) return;
      const input = { ...at(id), from, ...given({ branch }) };
      for await (const { data } of eventsOf(remote, 'watchContext', input, signal)) {
        const { type: _, ...line } = data;
        if (line.version <= seen) continue;
        yield line;
        seen = line.version;
        if (seen >= until) return;
      }
    },

    branches: async (id) => send('listBranches', at(id)),
    branch: async (id, name, options = {}) =>
      send('branchContext', { ...at(id), name, ...given(options) }),
    merge: async (id, from, options = {}) =>
      send('mergeBranch', { ...at(id), from, ...given(options) }),
    rollback: async (id, { to, ...options }) =>
      send('rollBackContext', { ...at(id), to, ...given(options) }),
    diff: async (id, from, to, options = {}) =>
      send('diffContext', { ...at(id), from, to, ...given(options) }),
    blame: async (id, options = {}) => send('blameContext', { ...at(id), ...given(options) }),
    purge: async (id, item, options = {}) =>
      send('purgeItem', { ...at(id), item, ...given(options) }),

    view: async (id, options = {}) => send('viewContext', { ...at(id), ...given(options) }),
    render: async (id, options) =>
      send('renderContext', { ...at(id), to: options.to, ...given(options) }),
    extract: async (body, { from, into }) =>
      send('extractMessages', { context: into ?? ANY_CONTEXT, from, body, ...given({ into }) }),
  };
};

const at = (context: string) => ({ context: checkedId(context) });

/** Those of the options that were given. */
const given = <T extends object>(options: T) =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    readonly [Name in keyof T]?: Exclude<T[Name], undefined>;
  }; // entries lose the names' types
