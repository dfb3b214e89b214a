import * as z from 'zod';
import { type MakerType, makerOf } from './makers.ts';
import type { Lookup } from './variables.ts';

export interface LocalServer {
  readonly type: MakerType;
  readonly title: string;
  readonly address: string;
  /** The first of its models that can hold a conversation. */
  readonly model: string;
}

const Models = z.object({ data: z.array(z.object({ id: z.string() })) });

/** Models that turn text into numbers, sound or ranks, by what their names have in common. */
const NO_CONVERSATION = /embed|rerank|whisper|\btts\b|(^|[/_-])(bge|e5|gte|minilm)[_-]/i;

/** A name that may be shown to people and sent back: the server's word for it, whoever that is. */
const PLAIN_NAME = /^[\w.:/@+-]{1,200}$/;

const canConverse = (id: string) => PLAIN_NAME.test(id) && !NO_CONVERSATION.test(id);

/** Asks a local server for its models. A server that does not answer properly is no server. */
export async function findLocalServer(
  type: MakerType,
  lookup: Lookup,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): Promise<LocalServer | undefined> {
  const { title, baseUrl = '', baseUrlFrom } = makerOf(type);
  const address = (baseUrlFrom && lookup(baseUrlFrom)) || baseUrl;
  try {
    const response = await fetch(`${address.replace(/\/+$/, '')}/models`, { signal });
    const { data } = Models.parse(await response.json());
    const model = data.map(({ id }) => id).find(canConverse);
    return response.ok && model ? { type, title, address, model } : undefined;
  } catch {
    return undefined;
  }
}
