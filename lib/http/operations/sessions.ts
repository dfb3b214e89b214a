import { checkedId } from '../../core/context/address.ts';
import type { SessionFormat } from '../../core/session/story/session-format.ts';
import { type Operations, replied } from '../operation.ts';
import type { sessionRoutes } from '../routes/sessions.ts';

const typeByFormat = {
  json: 'application/json',
  markdown: 'text/markdown; charset=utf-8',
  html: 'text/html; charset=utf-8',
} as const satisfies Record<SessionFormat, string>;

export const sessionOperations: Operations<typeof sessionRoutes> = {
  listSessions: ({ service }, { since, ...filter }) =>
    replied(service.reading.list({ ...filter, ...(since && { since: new Date(since) }) })),

  showSession: async ({ service }, { session }) =>
    replied(service.reading.show(checkedId(session))),

  exportSession: async ({ service }, { session, format = 'json' }) => {
    const text = await service.reading.export(checkedId(session), format);
    return new Response(text, {
      headers: {
        'Content-Type': typeByFormat[format],
        // What agents wrote is shown to nobody as a page of the service itself.
        'Content-Security-Policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
      },
    });
  },
};
