import { cloudSetting } from '../lib/config/cloud.ts';
import { environment } from '../lib/config/environment.ts';
import type { ContextCommitted } from '../lib/core/context/context-committed.ts';
import type { RunDeps } from '../lib/core/coordination/run-deps.ts';
import type { Reaction } from '../lib/core/session/post.ts';
import { react } from '../lib/core/session/react.ts';
import { backendTypeOf } from '../lib/core/session/reactor.ts';
import type { CloudDeps } from './_deps.ts';
import { logger } from './_observed.ts';

/** Lets those agents act on a commit that are called on this function's type of backend. */
export const reactTo = (
  deps: CloudDeps & Pick<RunDeps, 'backendFor'>,
  { data }: ContextCommitted,
): Promise<void> => {
  const type = cloudSetting(environment.lookup, 'backend');
  return react({ ...deps, onReaction }, (reactor) => backendTypeOf(reactor) === type)(data);
};

function onReaction({ kind, fault, ...reaction }: Reaction) {
  const isTrouble = kind === 'held' || kind === 'left' || kind === 'failed';
  const more = { kind, ...reaction, ...(fault && { code: fault.code }) };
  if (isTrouble) logger.warn('reaction', { reaction: more });
  else logger.info('reaction', { reaction: more });
}
