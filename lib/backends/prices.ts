import { isMakerType, makerOf } from '../config/makers.ts';
import type { Usage } from '../core/message/usage.ts';
import prices from './prices.json' with { type: 'json' };

const byModel = new Map(Object.entries(prices.models));
const PER = 1_000_000;

/**
 * What a call cost in USD, by the list prices of `prices.json`; null where no price is known. Models
 * at home and rehearsals cost nothing.
 */
export function costOf(type: string, model: string, usage: Usage): number | null {
  if (type === 'rehearsal' || (isMakerType(type) && makerOf(type).local)) return 0;
  const [input, cachedInput, output] = byModel.get(model) ?? [];
  if (input === undefined || cachedInput === undefined || output === undefined) return null;
  const cached = Math.min(usage.cachedTokens ?? 0, usage.inputTokens);
  const fresh = usage.inputTokens - cached;
  return (fresh * input + cached * cachedInput + usage.outputTokens * output) / PER;
}
