import * as z from 'zod';
import { type Item, ItemKind, isVisibleTo } from '../context/item.ts';
import { Fault } from '../shared/faults.ts';

const names = z.array(z.string().min(1)).min(1).optional();

/** What an agent may set in motion that is called to act on news. */
export const Bounds = z.strictObject({
  /** Links of a chain in which each act is news to the next agent. */
  depth: z.int().positive().default(3),
  perMinute: z.int().positive().default(6),
  usd: z.number().positive().default(1),
});
export type Bounds = z.infer<typeof Bounds>;

/**
 * What one agent wants to know of a context. What is left out narrows nothing down; of several
 * names in one list, any will do.
 */
export const Subscription = z.strictObject({
  agent: z.string().min(1),
  kinds: z.array(ItemKind).min(1).optional(),
  authors: names,
  tags: names,
  /** Main, unless others are named. */
  branches: names,
  /** `view`: it is shown. `act`: the agent is called as well, within the bounds. */
  then: z.enum(['view', 'act']).default('view'),
  bounds: Bounds.prefault({}),
  /** Tokens, at most, of what it shows. */
  budget: z.int().positive().optional(),
});
export type Subscription = z.infer<typeof Subscription>;

/** A subscription that came from outside. Throws `subscription.invalid`, for one that nothing can match as well. */
export function toSubscription(value: unknown): Subscription {
  const { data, error } = Subscription.safeParse(value);
  const [issue] = error?.issues ?? [];
  if (!data)
    throw new Fault('subscription.invalid', {
      at: issue?.path.join('.') ?? '',
      problem: issue?.message ?? '',
      suggestion: issue?.path[0] === 'kinds' ? `Kinds are ${ItemKind.options.join(', ')}.` : '',
    });
  if (isAboutItself(data))
    throw new Fault('subscription.invalid', {
      at: 'authors',
      problem: 'no agent is called to act on what it wrote itself, so nothing can match',
      suggestion: 'Name another author, or none.',
    });
  return data;
}

/** Whether an agent would have to act on its own words, which it never does. */
export const isAboutItself = ({
  agent,
  authors,
  then,
}: {
  readonly agent: string;
  readonly authors?: readonly string[] | undefined;
  readonly then: Subscription['then'];
}): boolean => then === 'act' && authors?.every((author) => author === agent) === true;

/**
 * Whether an item is news in the sense of a subscription: it is asked for, the agent may see it,
 * and it has not written itself what it is to act on.
 */
export const matches = (
  { agent, kinds, authors, tags, branches = ['main'], then }: Subscription,
  item: Omit<Item, 'body'>,
  branch = 'main',
): boolean =>
  isVisibleTo(agent, item) &&
  branches.includes(branch) &&
  (kinds?.includes(item.kind) ?? true) &&
  (authors?.includes(item.author.agent) ?? true) &&
  (tags?.some((tag) => item.tags.includes(tag)) ?? true) &&
  !(then === 'act' && item.author.agent === agent);
