import type { RunDocument } from '../../core/session/run-document.ts';
import { isOver } from '../../core/session/run-document.ts';
import type { RunEvent } from '../../core/session/run-event.ts';
import type { Json } from '../../core/shared/json.ts';
import { eventsOf } from './events.ts';
import type { Remote } from './remote.ts';
import { createSend } from './send.ts';

export interface RemoteQuestion {
  readonly question: string;
  readonly config: Json;
  readonly sessionId?: string;
}

export interface Following {
  readonly onEvent?: ((event: RunEvent) => void) | undefined;
  /** Stops the run when it aborts; what was committed stays. */
  readonly signal?: AbortSignal | undefined;
}

/** Asks a team that a service has, and follows the run to its end. Throws what the service refuses, and `remote.*`. */
export async function askRemote(
  remote: Remote,
  question: RemoteQuestion,
  { onEvent, signal }: Following,
): Promise<RunDocument> {
  const send = createSend(remote);
  const headers = { 'Idempotency-Key': remote.ids.next('question') };
  const asked = await send('startRun', question, { headers, isRepeatable: true });
  const run = { run: asked.runId };
  const stop = () => send('stopRun', run, { isRepeatable: true }).catch(() => undefined);
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted) stop();
  try {
    for await (const { data } of eventsOf(remote, 'watchRun', run)) {
      onEvent?.(data);
      const document = data.type === 'run.finished' && (await send('showRun', run));
      if (document && isOver(document)) return document;
    }
    throw new Error('events end only by an abort');
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}
