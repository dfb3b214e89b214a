import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { createApp } from '../../http/app.ts';
import { createService, type Overhear } from '../../http/service.ts';
import { createTokenGuard } from '../../http/token-guard.ts';
import { createToolboxes } from '../../runtime/toolboxes.ts';
import { version } from '../../runtime/version.ts';
import { publicFetch } from '../../tools/public-fetch.ts';
import type { LocalDeps } from '../deps.ts';
import { dataFolder, type HomeOptions, openHome } from '../home.ts';
import { allowanceFrom } from './allowance.ts';
import { createExecutions } from './executions.ts';
import { listen } from './listen.ts';
import { bracketed, isLoopback, namesLoopback } from './loopback.ts';
import { takeOver } from './take-over.ts';
import { checkedToken, tokenOf } from './token-file.ts';

export interface ServeOptions extends HomeOptions {
  /** 0: any that is free. */
  readonly port?: number;
  readonly host?: string;
  /** What opens it; without it: the one that the data folder keeps. */
  readonly token?: string;
}

export interface Server {
  readonly url: string;
  readonly token: string;
  /** Ends streams and requests; runs under way go on when the data is served again. */
  readonly close: () => Promise<void>;
}

/** Serves the whole HTTP surface from a data folder. Throws `usage.invalid` for a port that cannot be had, `store.*`. */
export async function startServer({
  port = 0,
  host = '127.0.0.1',
  token,
  ...options
}: ServeOptions): Promise<Server> {
  const opens = token === undefined ? tokenOf(dataFolder(options.data)) : checkedToken(token);
  const home = await openHome(options);
  const deps = strangersIn(home.deps);
  const executions = createExecutions(deps);
  const ending = new AbortController();
  const { fetch } = appOf(deps, executions, { opens, host, ending: ending.signal });
  const server = createServer(getRequestListener(fetch, { overrideGlobalObjects: false }));
  try {
    const bound = await listen(server, port, host);
    await takeOver(deps, executions);
    return {
      url: `http://${bracketed(host)}:${bound.port}`,
      token: opens,
      close: async () => {
        ending.abort();
        await bound.close();
        await executions.leave();
        home.close();
      },
    };
  } catch (error) {
    home.close();
    throw error;
  }
}

/** Teams that come over the network get no variables, no programs, and no addresses inside of it. */
function strangersIn(deps: LocalDeps): LocalDeps {
  const toolboxes = createToolboxes(() => undefined, publicFetch);
  return { ...deps, toolboxes, toolboxFor: toolboxes.toolboxFor };
}

interface Opening {
  readonly opens: string;
  readonly host: string;
  readonly ending: AbortSignal;
}

function appOf(
  deps: LocalDeps,
  starter: ReturnType<typeof createExecutions>,
  { opens, host, ending }: Opening,
) {
  const isToken = createTokenGuard({ clock: deps.clock, read: async () => opens });
  const allowance = allowanceFrom(deps.lookup);
  const service = createService({ ...deps, starter, allowance, overhear: overhearing(deps) });
  return createApp({
    open: async (token) => ((await isToken(token)) ? service : undefined),
    health: { status: 'ok', version, environment: 'local', backends: allowance.backends },
    canStream: true,
    ending,
    ...(isLoopback(host) && { isHost: namesLoopback }),
    requestIdOf: () => deps.ids.next('request'),
    about: () => undefined,
    report: ({ message }, request) => deps.warn(`${request}: ${message}`),
  });
}

const overhearing =
  ({ deltas }: LocalDeps): Overhear =>
  (run, listener) => {
    const onDelta: Parameters<typeof deltas.add>[0] = (of, agent, delta) => {
      if (of === run) listener(agent, delta);
    };
    deltas.add(onDelta);
    return () => deltas.delete(onDelta);
  };
