import * as z from 'zod';
import type { Json } from '../../core/shared/json.ts';
import { isJsonObject, type JsonObject } from '../../dialects/json-object.ts';
import { type Lossy, loss, lossless, lossy } from '../../dialects/lossy.ts';
import { nearestEffort } from '../effort.ts';
import type { ModelRow } from './models.ts';

/** How a reply is to be thought out, as the Messages API takes it. */
export interface ThinkingFields {
  readonly thinking?: JsonObject;
  readonly effort?: string;
}

interface Wish {
  /** Anthropic's own `thinking`. */
  readonly thinking: Json | undefined;
  /** OpenAI's spelling, which MassGen's configurations have. */
  readonly reasoning: Json | undefined;
  readonly reasoning_effort: Json | undefined;
}

const Reasoning = z.object({
  effort: z.string().optional().catch(undefined),
  summary: z.string().optional().catch(undefined),
});

const EFFORT = 'options.reasoning.effort';

/** Tokens to think with, where a model takes no effort. */
const budgets: ReadonlyMap<string, number> = new Map([
  ['minimal', 1024],
  ['low', 2048],
  ['medium', 8192],
  ['high', 16_384],
  ['xhigh', 32_768],
  ['max', 32_768],
]);

/**
 * What the options say about thinking, in the form that the model takes; a model that is not known
 * gets what they say. https://platform.claude.com/docs/en/build-with-claude/thinking
 */
export function toThinking(
  wish: Wish,
  row: ModelRow | undefined,
  maxTokens: number,
): Lossy<ThinkingFields> {
  const { effort = said(wish.reasoning_effort), summary } =
    Reasoning.safeParse(wish.reasoning).data ?? {};
  const shown = summary === undefined ? {} : { display: 'summarized' };
  if (isJsonObject(wish.thinking))
    return both(toEffort(effort, row), takenThinking({ ...shown, ...wish.thinking }, row));
  if (effort === 'none') return takenThinking({ type: 'disabled' }, row);
  if (row?.efforts.length === 0) return byBudget(effort, shown, maxTokens);
  const isAsked = summary !== undefined || (effort !== undefined && row?.thinksUnasked === false);
  return both(
    toEffort(effort, row),
    isAsked ? takenThinking({ type: 'adaptive', ...shown }, row) : lossless({}),
  );
}

const both = (
  left: Lossy<ThinkingFields>,
  right: Lossy<ThinkingFields>,
): Lossy<ThinkingFields> => ({
  value: { ...left.value, ...right.value },
  losses: [...left.losses, ...right.losses],
});

const said = (value: Json | undefined) => (typeof value === 'string' ? value : undefined);

/** A way of thinking that the model does not take is left to the model. */
function takenThinking(thinking: JsonObject, row: ModelRow | undefined): Lossy<ThinkingFields> {
  const type = String(thinking['type']);
  const taken: readonly string[] = row?.thinking ?? [type];
  if (taken.includes(type)) return lossless({ thinking });
  if (type !== 'enabled' || !taken.includes('adaptive'))
    return lossy({}, loss('option', 'options.thinking', 'left to the model'));
  const { budget_tokens: _, ...others } = thinking;
  return lossy(
    { thinking: { ...others, type: 'adaptive' } },
    loss('option', 'options.thinking', 'adaptive'),
  );
}

/** The highest effort that the model takes and that is not above what was asked for, else its lowest. */
function toEffort(effort: string | undefined, row: ModelRow | undefined): Lossy<ThinkingFields> {
  if (effort === undefined || effort === 'none') return lossless({});
  const nearest = nearestEffort(effort, row?.efforts ?? [effort]) ?? effort;
  if (nearest === effort) return lossless({ effort });
  return lossy({ effort: nearest }, loss('option', EFFORT, nearest));
}

function byBudget(
  effort: string | undefined,
  shown: JsonObject,
  maxTokens: number,
): Lossy<ThinkingFields> {
  if (effort === undefined) return lossless({});
  const budget = Math.min(budgets.get(effort) ?? 0, Math.floor(maxTokens / 2));
  if (budget < 1024) return lossy({}, loss('option', EFFORT, 'left to the model'));
  return lossless({ thinking: { type: 'enabled', budget_tokens: budget, ...shown } });
}
