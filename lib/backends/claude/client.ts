import type Anthropic from '@anthropic-ai/sdk';
import { boundedFetch } from '../bounded-fetch.ts';
import { CALL_TIMEOUT_MS } from '../limits.ts';
import type { Server } from '../server.ts';

export type AnthropicClient = Anthropic;

/**
 * The official SDK, loaded when it is first needed. All that it would take from the environment or
 * from profiles in the home directory is said here; it is not traced and logs nothing.
 */
export async function connect({
  backend,
  baseUrl,
  key,
  maxBytes,
}: Server): Promise<AnthropicClient> {
  const { default: Sdk } = await import('@anthropic-ai/sdk');
  const send = boundedFetch(backend, maxBytes);
  return new Sdk({
    baseURL: baseUrl,
    apiKey: key,
    webhookKey: null,
    logLevel: 'off',
    maxRetries: 0,
    timeout: CALL_TIMEOUT_MS,
    openTelemetry: false,
    fetch: (url, init) => send(url, { ...init, headers: ourHeaders(init?.headers, key) }),
  });
}

const OURS = /^(accept|anthropic-version|anthropic-beta|content-type|user-agent|x-stainless-.*)$/;

/** The SDK adds what it finds in ANTHROPIC_CUSTOM_HEADERS, and nothing tells it not to. */
function ourHeaders(given: RequestInit['headers'], key: string): Headers {
  const ours = [...new Headers(given)].filter(([name]) => OURS.test(name));
  return new Headers([...ours, ['authorization', `Bearer ${key}`]]);
}
