import type { Says } from './says.ts';

/** What is wrong with what comes from outside, and what should never go wrong. */
export const requestFaults = {
  'request.unauthorised': (f: { scheme: string }): Says => [
    'This route opens to a valid token only.',
    `Send \`Authorization: ${f.scheme} TOKEN\`.`,
  ],
  'request.misdirected': (f: { host: string }): Says => [
    `${f.host || 'No host'} is no name of this server.`,
    'Use the address that `massgen serve` printed.',
  ],
  'request.foreignOrigin': (f: { origin: string }): Says => [
    `A page of ${f.origin} may not ask this.`,
    'Ask from a program, or from a page of the service itself.',
  ],
  'request.unknownRoute': (f: { method: string; path: string }): Says => [
    `There is no ${f.method} ${f.path} here.`,
    'Check the address.',
  ],
  'request.wrongMethod': (f: { method: string; path: string; allowed: string }): Says => [
    `${f.path} takes no ${f.method}.`,
    `Use ${f.allowed}.`,
  ],
  'request.wrongType': (f: { type: string }): Says => [
    `The body is ${f.type || 'of no type'}, not JSON.`,
    'Send JSON with `Content-Type: application/json`.',
  ],
  'request.tooLarge': (f: { maxBytes: number }): Says => [
    `The body has more than ${f.maxBytes} bytes.`,
    'Send less at once.',
  ],
  'request.answerTooLarge': (f: { bytes: number; maxBytes: number }): Says => [
    `The answer has ${f.bytes} bytes; at most ${f.maxBytes} can be carried from here.`,
    'Ask for less at once: a part of the log, a search, a view with a budget. What was to be written is written.',
  ],
  'request.notJson': (f: { detail: string }): Says => [
    `The body is no JSON: ${f.detail}`,
    'Send one JSON object in UTF-8.',
  ],
  'request.invalid': (f: { field: string; problem: string; hint: string }): Says => [
    f.problem,
    f.hint,
  ],
  'request.keyReused': (f: { key: string }): Says => [
    `The Idempotency-Key ${f.key} came before, with another body.`,
    'Send a new key with a new request, and the same body with the same key.',
  ],
  'event.invalid': (f: { source: string; detail: string }): Says => [
    `An event from ${f.source} cannot be understood: ${f.detail}.`,
    'Check who sends it, and that both sides run the same version; nothing was changed.',
  ],
  'internal.unexpected': (f: { detail: string }): Says => [
    `Something went wrong that should not: ${f.detail}`,
    'Run the command again with --verbosity debug, and report what it prints.',
  ],
} as const satisfies Record<string, (facts: never) => Says>;
