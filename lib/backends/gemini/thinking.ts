import * as z from 'zod';
import type { Json } from '../../core/shared/json.ts';
import type { Features, Level } from '../../dialects/gemini/features.ts';
import { type Lossy, loss, lossless, lossy } from '../../dialects/lossy.ts';
import { nearestEffort } from '../effort.ts';
import type { Options } from '../option-keys.ts';

type Thinking = Features['thinking'];

/** MassGen's spelling for the Responses API, chat completions' and Anthropic's. */
const Asked = z.object({
  reasoning: z
    .object({ effort: z.string().optional(), summary: z.string().nullish() })
    .optional()
    .catch(undefined),
  reasoning_effort: z.string().optional().catch(undefined),
  thinking: z
    .object({ budget_tokens: z.int().optional(), type: z.string().optional() })
    .optional()
    .catch(undefined),
  thinking_budget: z.int().optional().catch(undefined),
});

/** What options say about thinking, all of which is translated here. */
export const THINKING_KEYS = Object.keys(Asked.shape);

type Config = { readonly thinkingConfig?: { readonly [field: string]: Json } };

/**
 * How much a model thinks: a level from Gemini 3 on, tokens before, never both; and whether it sums
 * up its thoughts. https://ai.google.dev/gemini-api/docs/thinking
 */
export function toThinkingConfig(options: Options, thinking: Thinking): Lossy<Config> {
  const {
    reasoning,
    reasoning_effort,
    thinking: anthropic,
    thinking_budget,
  } = Asked.parse(options);
  const off = anthropic?.type === 'disabled' ? 'none' : undefined;
  const effort = reasoning?.effort ?? reasoning_effort ?? off;
  const budget = thinking_budget ?? anthropic?.budget_tokens;
  const amount = toAmount(thinking, effort?.toLowerCase(), budget);
  const summary = isOn(reasoning?.summary) && thinking.kind !== 'none' && !isNothing(amount.value);
  const config = { ...amount.value, ...(summary && { includeThoughts: true }) };
  return Object.keys(config).length === 0
    ? { value: {}, losses: amount.losses }
    : { value: { thinkingConfig: config }, losses: amount.losses };
}

type Amount = { readonly thinkingLevel?: string; readonly thinkingBudget?: number };

const isOn = (summary: string | null | undefined) => Boolean(summary) && summary !== 'none';

const isNothing = ({ thinkingBudget }: Amount) => thinkingBudget === 0;

function toAmount(
  thinking: Thinking,
  effort: string | undefined,
  budget: number | undefined,
): Lossy<Amount> {
  if (effort === undefined && budget === undefined) return lossless({});
  if (thinking.kind === 'none') return lossy({}, loss('option', 'options.reasoning', 'left out'));
  if (thinking.kind === 'budget') return toBudget(thinking, effort, budget);
  return toLevel(thinking.levels, effort ?? effortOf(budget ?? 0));
}

/** The level that the model has; it cannot stop thinking. */
function toLevel(levels: readonly Level[], effort: string): Lossy<Amount> {
  const level = nearestEffort(effort, levels) ?? 'high';
  const other = level === effort ? [] : [loss('option', 'options.reasoning.effort', level)];
  return lossy({ thinkingLevel: level.toUpperCase() }, ...other);
}

/** Tokens for an effort, in the orders of magnitude that other makers give. */
const budgetByEffort: ReadonlyMap<string, number> = new Map([
  ['none', 0],
  ['minimal', 512],
  ['low', 2048],
  ['medium', 8192],
  ['high', 24_576],
]);

const effortOf = (budget: number): string =>
  [...budgetByEffort].find(([, tokens]) => budget <= tokens)?.[0] ?? 'high';

/** -1 leaves it to the model. */
function toBudget(
  { least, most }: Extract<Thinking, { readonly kind: 'budget' }>,
  effort: string | undefined,
  budget: number | undefined,
): Lossy<Amount> {
  const asked = budget ?? budgetByEffort.get(effort ?? '') ?? most;
  const given = asked < 0 ? -1 : Math.min(Math.max(asked, least), most);
  const where = budget === undefined ? 'options.reasoning.effort' : 'options.thinking_budget';
  return lossy(
    { thinkingBudget: given },
    ...(given === asked ? [] : [loss('option', where, String(given))]),
  );
}
