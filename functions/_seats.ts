import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { cloudVariables } from '../lib/config/cloud.ts';
import { environment } from '../lib/config/environment.ts';
import { createRunViewer } from '../lib/core/coordination/news-for.ts';
import type { RunDeps } from '../lib/core/coordination/run-deps.ts';
import { once } from '../lib/core/shared/once.ts';
import { loadGptTokens } from '../lib/runtime/gpt-tokens.ts';
import { createSeats, type SeatsPlace } from '../lib/runtime/seats.ts';
import { createToolboxes } from '../lib/runtime/toolboxes.ts';
import { publicFetch } from '../lib/tools/public-fetch.ts';
import { hops } from './_observed.ts';
import { createSecret } from './_secret.ts';
import { tracer } from './_tracer.ts';

const { lookup } = environment;

/** What a configuration from outside may learn of this function's environment. */
const nothing = () => undefined;

interface Taken extends Pick<RunDeps, 'backendFor' | 'toolboxFor' | 'viewer'> {
  readonly close: () => Promise<void>;
}

/** The models of this function's agents, with the key of its maker. Tools are closed with each turn. */
export function openSeats() {
  const arn = lookup(cloudVariables.keySecret);
  const secret = arn
    ? createSecret(tracer.captureAWSv3Client(new SecretsManagerClient()), arn)
    : nothing;
  const held = new Set<string>();
  const viewer = once(async () => createRunViewer(await loadGptTokens()));
  return {
    /** The keys that were read. */
    held,
    take: async (sessionsOf: SeatsPlace['sessionsOf']): Promise<Taken> => {
      const key = await secret();
      if (key) held.add(key);
      const seats = createSeats({ keyFor: () => key, lookup, sessionsOf });
      const toolboxes = createToolboxes(nothing, publicFetch);
      const runs = new Set<string>();
      return {
        backendFor: (seat) => hops.backend(seats(seat)),
        toolboxFor: (seat, signal) => {
          runs.add(seat.run);
          return toolboxes.toolboxFor(seat, signal);
        },
        viewer,
        close: async () => {
          for (const run of runs) await toolboxes.close(run);
        },
      };
    },
  };
}
