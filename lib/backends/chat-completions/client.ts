import type OpenAI from 'openai';
import { boundedFetch } from './bounded-fetch.ts';

export type Client = OpenAI;

/** Where a server is, and what opens it. */
export interface Server {
  /** The backend's type, as faults name it. */
  readonly backend: string;
  readonly baseUrl: string;
  /** Never empty: some servers ask for any. */
  readonly key: string;
  /** Bytes of text, at most, in one reply. */
  readonly maxBytes: number;
}

/** The turn owns time; this only keeps a forgotten call from waiting for days. */
const TIMEOUT_MS = 6 * 60 * 60 * 1000;

/**
 * The official SDK, loaded when it is first needed. All that it would take from the environment is
 * said here, so that OpenAI's account is never named to another maker.
 */
export async function connect({ backend, baseUrl, key, maxBytes }: Server): Promise<Client> {
  const { default: Sdk } = await import('openai');
  return new Sdk({
    baseURL: baseUrl,
    apiKey: key,
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: 'off',
    maxRetries: 0,
    timeout: TIMEOUT_MS,
    fetch: boundedFetch(backend, maxBytes),
  });
}
