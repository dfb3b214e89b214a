import { createRunViewer } from '../lib/core/coordination/news-for.ts';
import { roughTokens } from '../lib/core/message/tokens.ts';
import { once } from '../lib/core/shared/once.ts';
import type { ContextDeps } from '../lib/operations/context-deps.ts';
import { indexOnDemand } from '../lib/runtime/index-on-demand.ts';
import type { CloudDeps } from './_deps.ts';
import { logFault, logger } from './_observed.ts';

/** Milliseconds between two looks at a context that somebody watches. */
const LOOK_MS = 1_000;

/** What contexts are worked on with, in a function that serves people. */
export const createContextDeps = (deps: CloudDeps): ContextDeps => ({
  ...deps,
  index: indexOnDemand,
  /** Its views are measured roughly: a vocabulary would be most of the function. */
  viewer: once(async () => createRunViewer(roughTokens)),
  onChange: (listener) => {
    const timer = setInterval(listener, LOOK_MS);
    return () => clearInterval(timer);
  },
  warn: (text) => logger.warn(text),
  onUnreadable: logFault,
});
