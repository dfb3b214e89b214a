import { environment } from '../../config/environment.ts';
import { startServer } from '../../local/server/server.ts';
import { given, type ServeFlags } from '../flags.ts';
import { interruption } from '../interruption.ts';
import { requireHere } from '../open.ts';
import type { Output } from '../output.ts';

/** Serves the data until somebody ends it. */
export async function serve(output: Output, flags: ServeFlags): Promise<void> {
  requireHere(flags);
  const token = flags.token ?? environment.token;
  const { signal, forget } = interruption(output.talk);
  const server = await startServer({
    ...given(flags, 'data', 'port', 'host'),
    ...(token !== undefined && { token }),
    onWarning: output.warn,
  });
  output.json({ url: server.url, token: server.token }, true);
  await aborted(signal);
  await server.close();
  forget();
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
