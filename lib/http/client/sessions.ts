import { checkedId } from '../../core/context/address.ts';
import type { Sessions } from '../../operations/sessions.ts';
import { routes } from '../routes.ts';
import { faultIn } from './fault-in.ts';
import type { Remote } from './remote.ts';
import { createSend, fetched } from './send.ts';
import { toRequest } from './to-request.ts';

/** The sessions of a service, as those of this machine. */
export const remoteSessions = (remote: Remote): Sessions => {
  const send = createSend(remote);
  return {
    list: ({ since, ...filter } = {}) =>
      send('listSessions', { ...filter, ...(since && { since: since.toISOString() }) }),
    show: async (id) => send('showSession', { session: checkedId(id) }),
    export: async (id, format = 'json') => {
      const request = toRequest(remote, routes.exportSession, { session: checkedId(id), format });
      const response = await fetched(remote, request, remote.clock.timeout(PATIENCE_MS));
      if (response.ok) return response.text();
      throw await faultIn(response, remote.url);
    },
  };
};

/** Milliseconds that a long session may take. */
const PATIENCE_MS = 120_000;
