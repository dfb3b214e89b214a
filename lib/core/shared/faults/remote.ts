import type { Says } from './says.ts';

/** What goes wrong on the way to a service, or there. */
export const remoteFaults = {
  'remote.unreachable': (f: { url: string; detail: string }): Says => [
    `The service at ${f.url} cannot be reached: ${f.detail}.`,
    'Check --remote, and whether it is running.',
  ],
  'remote.strange': (f: { url: string; detail: string }): Says => [
    `What answers at ${f.url} is no service of massgen, or a newer one: ${f.detail}.`,
    'Check --remote; `/v1/health` says what is there.',
  ],
  'remote.failed': (f: { code: string; detail: string; hint: string; request: string }): Says => [
    f.detail,
    `${f.hint} It is a ${f.code}, of the request ${f.request}.`,
  ],
} as const satisfies Record<string, (facts: never) => Says>;
