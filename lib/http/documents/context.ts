import * as z from 'zod';
import { Item } from '../../core/context/item.ts';

const version = z.int().nonnegative();

export const Made = z.object({ id: z.string() });

export const Contexts = z.object({
  contexts: z.array(
    z.object({ id: z.string(), name: z.string(), head: version, updatedAt: z.string() }),
  ),
});

export const Items = z.object({
  version,
  items: z.array(Item),
  next: z
    .string()
    .exactOptional()
    .meta({ description: 'There are more: ask again for this version, `behind` this item.' }),
});

export const Verdict = z.object({
  ok: z.boolean(),
  checked: z.int().nonnegative(),
  firstBad: z.object({ version, why: z.string() }).nullable(),
});

export const SearchReport = z.object({
  hits: z.array(
    z.object({
      context: z.string(),
      item: z.string(),
      version,
      score: z.number(),
      excerpt: z.string(),
    }),
  ),
  capped: z.literal(true).exactOptional(),
});
