import * as z from 'zod';
import { isMakerType, makerOf } from '../config/makers.ts';
import type { Usage } from '../core/message/usage.ts';
import { isModel } from './is-model.ts';
import table from './prices.json' with { type: 'json' };

const rates = {
  input: z.number(),
  cached: z.number(),
  /** Of what is written to the maker's cache; as the input, unless said. */
  cacheWrite: z.number().optional(),
  output: z.number(),
};

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

type Rate = Pick<(typeof prices)[number], keyof typeof rates>;

/**
 * What a model call cost, in USD, as far as it is known: null where no price is, 0 where no maker
 * is paid. What was read from the cache costs less; writing to it costs more with some makers.
 */
export function costOf(type: string, model: string, usage: Usage): number | null {
  if (type === 'rehearsal' || (isMakerType(type) && makerOf(type).local)) return 0;
  const price = prices.find(
    ({ types, models }) => types.includes(type) && models.some((name) => isModel(model, name)),
  );
  if (!price) return null;
  const { above } = price;
  const isLong = above && usage.inputTokens > above.inputTokens;
  return millionthsOf(usage, isLong ? above : price) / 1_000_000;
}

function millionthsOf(usage: Usage, rate: Rate): number {
  const { input, cached, cacheWrite = input, output } = rate;
  const read = Math.min(usage.cachedTokens ?? 0, usage.inputTokens);
  const written = Math.min(usage.cacheWriteTokens ?? 0, usage.inputTokens - read);
  const fresh = usage.inputTokens - read - written;
  return fresh * input + read * cached + written * cacheWrite + usage.outputTokens * output;
}
