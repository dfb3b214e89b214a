import * as z from 'zod';
import { Author } from '../message/author.ts';
import { Json } from '../shared/json.ts';

export const ItemKind = z.enum([
  'message',
  'answer',
  'vote',
  'note',
  'artifact',
  'summary',
  'event',
]);
export type ItemKind = z.infer<typeof ItemKind>;

/** Everybody, its author alone, or the agents that are named. */
export const Visibility = z.union([z.enum(['shared', 'private']), z.array(z.string())]);
export type Visibility = z.infer<typeof Visibility>;

/** A named thing in a context, as its last commit left it. */
export const Item = z.object({
  id: z.string(),
  kind: ItemKind,
  author: Author,
  /** The commit that wrote it. */
  version: z.int().positive(),
  tags: z.array(z.string()),
  visibility: Visibility,
  body: Json,
});
export type Item = z.infer<typeof Item>;

/** Whether `agent` may see what `author` made so visible. */
export const isVisibleTo = (agent: string, item: Pick<Item, 'author' | 'visibility'>): boolean =>
  item.visibility === 'shared' ||
  item.author.agent === agent ||
  (Array.isArray(item.visibility) && item.visibility.includes(agent));
