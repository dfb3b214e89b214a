import { Fault } from '../../core/shared/faults.ts';
import { toPosition } from '../../operations/position.ts';
import { type Operations, outcome, replied } from '../operation.ts';
import { pageOf } from '../page.ts';
import type { contextRoutes } from '../routes/contexts.ts';

/** Stands in a path for all contexts. https://google.aip.dev/159 */
export const ANY_CONTEXT = '-';

/** Behind every version. */
const LATEST = 999_999_999_999;

export const contextOperations: Operations<typeof contextRoutes> = {
  listContexts: ({ service }) => replied(service.contexts.list()),

  createContext: async ({ service }, { name }) => {
    const document = await service.contexts.create(name);
    return { document, headers: { Location: `/v1/contexts/${document.id}` } };
  },

  logOfContext: async ({ service, maxAnswerBytes }, { context, ...options }) => {
    const { commits, ...log } = await service.contexts.log(context, options);
    return { document: { ...log, commits: [...pageOf(commits, { maxAnswerBytes })] } };
  },

  showContext: async ({ service, maxAnswerBytes }, { context, limit, ...options }) => {
    const { version, items } = await service.contexts.show(context, options);
    const page = pageOf(items, { maxAnswerBytes, limit });
    const last = page.length < items.length ? page.at(-1) : undefined;
    return { document: { version, items: [...page], ...(last && { next: last.id }) } };
  },

  verifyContext: ({ service }, { context, expect, ...options }) =>
    replied(
      service.contexts.verify(context, {
        ...(expect !== undefined && { expect: toPosition(expect) }),
        ...options,
      }),
    ),

  searchContext: ({ service }, { context, text, ...options }) =>
    replied(
      service.contexts.search(text, context === ANY_CONTEXT ? options : { context, ...options }),
    ),

  commitToContext: ({ service }, { context, branch, ...document }) =>
    outcome(service.contexts.commit(context, document, { branch })),

  watchContext: async (call, { context, from: asked = 0, until, branch }) => {
    const { contexts } = call.service;
    const { head } = await contexts.log(context, { after: LATEST, branch });
    const from = lastSeen(call.header('Last-Event-ID')) ?? asked;
    if (from > head) throw new Fault('context.unknownVersion', { context, version: from, head });
    const { signal } = call;
    const end = call.canStream ? until : Math.min(until ?? LATEST, Math.max(head, from + 1));
    return committed(contexts.watch(context, { from, until: end, branch, signal }));
  },
};

async function* committed<Line extends { readonly version: number }>(lines: AsyncIterable<Line>) {
  for await (const line of lines)
    yield { id: String(line.version), data: { type: 'context.committed' as const, ...line } };
}

/** Throws `request.invalid` for what is the id of none of these events. */
function lastSeen(id: string | undefined): number | undefined {
  if (id === undefined || id === '') return undefined;
  if (/^\d{1,12}$/.test(id)) return Number(id);
  throw new Fault('request.invalid', {
    field: 'Last-Event-ID',
    problem: 'The Last-Event-ID is none of these events.',
    hint: 'Send the id of the event that came last, or none.',
  });
}
