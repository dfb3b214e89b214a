import * as z from 'zod';
import { Fault } from '../../core/shared/faults.ts';
import type { OpenAIClient } from '../openai-client.ts';
import type { Server } from '../server.ts';

/** `GET /models`, of which the first is taken: https://platform.openai.com/docs/api-reference/models/list */
const Models = z.object({ data: z.array(z.object({ id: z.string() })) });

/** The model that a server offers first, where the configuration names none. */
export async function firstModel(
  client: OpenAIClient,
  { backend, baseUrl }: Server,
  signal: AbortSignal,
): Promise<string> {
  const page = await client.models.list({ signal });
  const [first] = Models.parse(page).data;
  if (first) return first.id;
  const detail = `no model is loaded at ${new URL(baseUrl).host}`;
  throw new Fault('backend.notFound', { backend, detail });
}
