import type { GoogleGenAI } from '@google/genai/web';
import { boundedFetch } from '../bounded-fetch.ts';
import type { Server } from '../server.ts';
import { AnswerError } from './answer-error.ts';

export type GeminiClient = GoogleGenAI;

/** What the SDK calls, too: the maker's stable version, which has functions, thoughts and tools. */
const API_VERSION = 'v1';

/**
 * The official SDK, loaded when it is first needed. Its build for browsers runs in Node as well, and
 * takes nothing from the environment: no key, no address, no project of Google Cloud.
 */
export async function connect({ backend, baseUrl, key, maxBytes }: Server): Promise<GeminiClient> {
  const { GoogleGenAI: Sdk } = await import('@google/genai/web');
  const { root, apiVersion } = partsOfUrl(baseUrl);
  return new Sdk({
    apiKey: key,
    vertexai: false,
    apiVersion,
    httpOptions: { baseUrl: root, fetch: refusingFetch(boundedFetch(backend, maxBytes)) },
  });
}

/** An address may end in the version of the API that is meant. */
function partsOfUrl(baseUrl: string) {
  const [, root = baseUrl, apiVersion = API_VERSION] = /^(.*?)\/(v\d+\w*)\/*$/.exec(baseUrl) ?? [];
  return { root, apiVersion };
}

/** The SDK would keep neither the headers of a refusal nor the form of its body. */
const refusingFetch =
  (fetchBounded: typeof fetch): typeof fetch =>
  async (input, init) => {
    const response = await fetchBounded(input, init);
    if (response.ok) return response;
    throw new AnswerError(response.status, await response.json(), response.headers);
  };
