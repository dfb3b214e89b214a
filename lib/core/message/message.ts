import * as z from 'zod';
import { Json } from '../shared/json.ts';
import { Author } from './author.ts';
import { Part } from './part.ts';
import { Stop } from './stop.ts';
import { Usage } from './usage.ts';

export const Role = z.enum(['system', 'user', 'assistant', 'tool']);
export type Role = z.infer<typeof Role>;

/** The maker's own form of a message, given back to the same dialect untouched. */
export const Native = z.object({
  dialect: z.string(),
  value: Json,
  /** A digest of the account that it was made for; signatures hold for no other. */
  account: z.string().optional(),
  /** A digest of all that the model was told before; some signatures hold after nothing else. */
  prefix: z.string().optional(),
});
export type Native = z.infer<typeof Native>;

/** One utterance in the form that every maker's dialect is translated from and into. */
export const Message = z.object({
  id: z.string(),
  role: Role,
  author: Author.optional(),
  /** ISO 8601, UTC. */
  at: z.string().optional(),
  parts: z.array(Part),
  stop: Stop.optional(),
  usage: Usage.optional(),
  native: Native.optional(),
  /** Places of the parts in which secrets were masked, once anything was; its maker's form went with them. */
  masked: z.array(z.int().nonnegative()).optional(),
});
export type Message = z.infer<typeof Message>;

/** All that a message says in plain words. */
export const textOf = (message: Pick<Message, 'parts'>): string =>
  message.parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('');
