import type OpenAI from 'openai';
import { boundedFetch } from './bounded-fetch.ts';
import { CALL_TIMEOUT_MS } from './limits.ts';
import type { Server } from './server.ts';

export type OpenAIClient = OpenAI;

/**
 * The official SDK, loaded when it is first needed. All that it would take from the environment is
 * said here, so that OpenAI's account is never named to another maker.
 */
export async function connect({ backend, baseUrl, key, maxBytes }: Server): Promise<OpenAIClient> {
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
    timeout: CALL_TIMEOUT_MS,
    fetch: boundedFetch(backend, maxBytes),
  });
}
