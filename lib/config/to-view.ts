import { Compression } from '../core/view/compression.ts';
import { Subscription } from '../core/view/subscription.ts';
import { ViewSettings } from '../core/view/view-settings.ts';
import type { SharedContext, SubscriptionConfig } from './schema/shared-context.ts';

/** What a configuration says of what agents are shown beside answers; undefined where it says nothing. */
export function toView(
  { token_budget, compression, subscriptions }: SharedContext,
  agents: readonly string[],
): ViewSettings | undefined {
  if (token_budget === undefined && !compression && !subscriptions) return undefined;
  return ViewSettings.parse({
    budget: token_budget,
    compression: Compression.parse({
      steps: compression?.steps,
      outputCharacters: compression?.tool_output_characters,
      share: compression?.share,
    }),
    subscriptions: subscriptions?.flatMap((one) =>
      (one.agent === undefined ? agents : [one.agent]).map((agent) => toSubscription(agent, one)),
    ),
  });
}

const toSubscription = (
  agent: string,
  { kinds, authors, tags, branches, then, bounds, budget }: SubscriptionConfig,
): Subscription =>
  Subscription.parse({
    agent,
    kinds,
    authors,
    tags,
    branches,
    then,
    bounds: { depth: bounds?.depth, perMinute: bounds?.per_minute, usd: bounds?.usd },
    budget,
  });
