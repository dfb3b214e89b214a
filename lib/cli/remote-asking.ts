import { existsSync } from 'node:fs';
import type { ConfigDocument } from '../config/config-document.ts';
import { Fault } from '../core/shared/faults.ts';
import type { Remote } from '../http/client/remote.ts';
import { askRemote } from '../http/client/runs.ts';
import { createSend } from '../http/client/send.ts';
import { remoteSessions } from '../http/client/sessions.ts';
import { DEFAULT_FILE, documentFor, type TeamChoice } from '../local/choose-team.ts';
import type { MassGen } from '../local/massgen.ts';
import type { Sessions } from '../operations/sessions.ts';

/** What a question, and a conversation of them, needs. */
export interface Asking extends Pick<MassGen, 'ask' | 'lastSession'> {
  readonly session: Pick<Sessions, 'show'>;
}

/** Nothing of this machine's environment goes to a service. */
const nothing = () => undefined;

/** Asks the teams of a service as those of this machine, but for what a service lets nobody say. */
export const remoteAsking = (remote: Remote): Asking => ({
  ask: async (question, { session, onEvent, signal, ...choice } = {}) => {
    const config = await teamOf(choice);
    const asked = { question, config, ...(session !== undefined && { sessionId: session }) };
    return askRemote(remote, asked, { onEvent, signal });
  },
  session: remoteSessions(remote),
  lastSession: async () => (await createSend(remote)('listSessions', {})).sessions[0]?.id,
});

async function teamOf(choice: TeamChoice): Promise<ConfigDocument> {
  const { systemMessage, timeoutSeconds } = choice;
  if (systemMessage !== undefined) throw onlyHere('--system-message');
  if (timeoutSeconds !== undefined) throw onlyHere('--orchestrator-timeout');
  const { config, preset, backend } = choice;
  const isSaid = [config, preset, backend].some((one) => one !== undefined);
  if (!isSaid && !existsSync(DEFAULT_FILE)) throw nobody();
  return (await documentFor(choice, nothing)).document;
}

const onlyHere = (flag: string) =>
  new Fault('usage.invalid', {
    problem: `${flag} is not available with --remote.`,
    hint: 'Say it in a configuration, and name that with --config.',
  });

const nobody = () =>
  new Fault('usage.invalid', {
    problem: 'Nobody is said to answer, and a service looks for no models of this machine.',
    hint: 'Add --preset, --config or --backend; `massgen config presets` lists teams.',
  });
