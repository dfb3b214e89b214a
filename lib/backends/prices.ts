import * as z from 'zod';
import { isMakerType, makerOf } from '../config/makers.ts';
import type { Usage } from '../core/message/usage.ts';
import table from './prices.json' with { type: 'json' };

const rates = { input: z.number(), cached: z.number(), output: z.number() };

/** Prices move monthly, so they are data with a date. */
const Prices = z.object({
  unit: z.literal('USD per million tokens'),
  date: z.iso.date(),
  prices: z.array(
    z.object({
      types: z.array(z.string()),
      models: z.array(z.string()),
      ...rates,
      /** What a whole request costs whose input is longer than this. */
      above: z.object({ inputTokens: z.int(), ...rates }).optional(),
      /** Who says so. */
      source: z.string(),
    }),
  ),
});

const { prices } = Prices.parse(table);

/**
 * What a model call cost, in USD, as far as it is known: null where no price is, 0 where no maker
 * is paid. What was read from the cache costs less; writing to it counts as plain input.
 */
export function costOf(type: string, model: string, usage: Usage): number | null {
  if (type === 'rehearsal' || (isMakerType(type) && makerOf(type).local)) return 0;
  const price = prices.find(
    ({ types, models }) => types.includes(type) && models.some((name) => isModel(model, name)),
  );
  if (!price) return null;
  const { above } = price;
  const { input, cached, output } = above && usage.inputTokens > above.inputTokens ? above : price;
  const fromCache = Math.min(usage.cachedTokens ?? 0, usage.inputTokens);
  const millionths =
    (usage.inputTokens - fromCache) * input + fromCache * cached + usage.outputTokens * output;
  return millionths / 1_000_000;
}

/** A model may be named with its date. */
const isModel = (model: string, name: string) =>
  model === name || (model.startsWith(`${name}-`) && /^[\d-]{4,}$/.test(model.slice(name.length)));
