import { once } from '../core/shared/once.ts';

/** Milliseconds for a connection to come about. */
const CONNECT_TIMEOUT_MS = 30_000;

const connection = once(async () => {
  const { default: undici } = await import('undici');
  // No bound on silence: 0 switches it off, https://undici.nodejs.org/#/docs/api/Client
  const dispatcher = new undici.Agent({
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: CONNECT_TIMEOUT_MS },
  });
  const through = { dispatcher };
  return { through, fetch: undici.fetch as unknown as typeof globalThis.fetch }; // the types of two copies of one thing
});

/**
 * `fetch` that waits for as long as its signal allows. Node's own gives up a server that says nothing
 * for five minutes, and a model at home may think for longer before its first word.
 */
export const patientFetch: typeof fetch = async (input, init) => {
  const { through, fetch } = await connection();
  return fetch(input, Object.assign({}, init, through));
};
