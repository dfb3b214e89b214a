import * as z from 'zod';
import { Agent } from '../agent/agent.ts';
import { FaultRecord } from '../coordination/records.ts';
import { Subscription } from '../view/subscription.ts';

/** What keeps an agent from being called: its subscription's bounds. */
export const Bound = z.enum(['depth', 'rate', 'money']);
export type Bound = z.infer<typeof Bound>;

const Place = { branch: z.string(), version: z.int().positive() };

/** How an agent's acting stands, for those who look and for the next act. */
const Standing = z.object({
  /** It is called for the news from this version on, and must have committed until then. */
  acting: z.object({ ...Place, until: z.string() }).nullable(),
  /** When it was called in the last minute. */
  called: z.array(z.string()),
  /** The last that a bound held back: for good, but where it is the rate, only for a while. */
  held: z.object({ ...Place, by: Bound, at: z.string() }).nullable(),
  /** How often it failed on the news from this version on, and why. */
  trouble: z
    .object({ ...Place, tries: z.int().positive(), fault: FaultRecord, at: z.string() })
    .nullable(),
});
export type Standing = z.infer<typeof Standing>;

export const atRest: Standing = { acting: null, called: [], held: null, trouble: null };

/** An agent that is called to act on news: a subscription, and how the agent is reached. No secrets. */
export const Reactor = z.object({
  /** The same for the same subscription. */
  id: z.string(),
  subscription: Subscription,
  agent: Agent,
  /** The run that asked for it last. */
  run: z.string(),
  standing: Standing,
});
export type Reactor = z.infer<typeof Reactor>;

export const branchesOf = ({ subscription }: Reactor): readonly string[] =>
  subscription.branches ?? ['main'];

/** The type of backend that its agent is called on. */
export const backendTypeOf = ({ agent }: Reactor): string => agent.backends[0]?.type ?? '';
