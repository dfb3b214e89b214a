import { environment } from '../config/environment.ts';
import { Fault } from '../core/shared/faults.ts';
import type { Remote } from '../http/client/remote.ts';
import { createMassGen, type MassGen } from '../local/massgen.ts';
import type { Contexts } from '../operations/contexts.ts';
import type { Sessions } from '../operations/sessions.ts';
import { randomIds, systemClock } from '../runtime/system.ts';
import type { CommonFlags } from './flags.ts';
import type { Asking } from './remote-asking.ts';

type Warn = (text: string) => void;

const nothing = () => undefined;

/** Opens the data that the flags name, for as long as the work takes. */
export async function withMassGen<T>(
  { data, env, remote }: CommonFlags,
  work: (massgen: MassGen) => Promise<T>,
  onWarning: Warn = nothing,
): Promise<T> {
  refuse('--env', env);
  refuse('--remote', remote);
  const massgen = await createMassGen({ onWarning, ...(data !== undefined && { data }) });
  try {
    const done = await work(massgen);
    await massgen.settled();
    return done;
  } finally {
    massgen.close();
  }
}

/** Where contexts are, and what opens them where the environment does not say. */
type Where = CommonFlags & { readonly token?: string };

/** The contexts that the flags name, of this machine or of a service, for as long as the work takes. */
export async function withContexts<T>(
  flags: Where,
  work: (contexts: Contexts) => Promise<T>,
  onWarning?: Warn,
): Promise<T> {
  const remote = remoteIn(flags);
  if (!remote) return withMassGen(flags, ({ context }) => work(context), onWarning);
  const { remoteContexts } = await import('../http/client/contexts.ts');
  return work(remoteContexts(remote));
}

/** Whoever answers questions, on this machine or at a service, for as long as the work takes. */
export async function withAsking<T>(
  flags: CommonFlags,
  work: (asking: Asking) => Promise<T>,
): Promise<T> {
  const remote = remoteIn(flags);
  if (!remote) return withMassGen(flags, work);
  const { remoteAsking } = await import('./remote-asking.ts');
  return work(remoteAsking(remote));
}

/** The sessions that the flags name, of this machine or of a service, for as long as the work takes. */
export async function withSessions<T>(
  flags: CommonFlags,
  work: (sessions: Sessions) => Promise<T>,
  onWarning?: Warn,
): Promise<T> {
  const remote = remoteIn(flags);
  if (!remote) return withMassGen(flags, ({ session }) => work(session), onWarning);
  const { remoteSessions } = await import('../http/client/sessions.ts');
  return work(remoteSessions(remote));
}

/** The service that `--remote` names, if it names one. Throws `usage.invalid`. */
export function remoteIn({
  remote: url,
  data,
  env,
  token = environment.token,
}: Where): Remote | undefined {
  if (url === undefined) return undefined;
  refuse('--env', env);
  if (data !== undefined) throw oneOfTwo();
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) throw noUrl(url);
  if (token === undefined) throw noToken();
  return { url, token, fetch, clock: systemClock, ids: randomIds };
}

const noUrl = (url: string) =>
  new Fault('usage.invalid', {
    problem: `--remote takes the address of a service, not ${JSON.stringify(url)}.`,
    hint: 'For example: --remote http://127.0.0.1:8080',
  });

const noToken = () =>
  new Fault('usage.invalid', {
    problem: '--remote needs the token that opens the service.',
    hint: 'Set MASSGEN_TOKEN; `massgen serve` prints its own.',
  });

const oneOfTwo = () =>
  new Fault('usage.invalid', {
    problem: '--data is a folder of this machine, and --remote a service elsewhere.',
    hint: 'Leave one of them out.',
  });

function refuse(flag: string, value: string | undefined) {
  if (value === undefined) return;
  throw new Fault('usage.invalid', {
    problem: `${flag} is not available for this command.`,
    hint: 'Leave it out to work on the data of this machine.',
  });
}
