import * as z from 'zod';
import { LossCounts } from '../message/loss.ts';
import { FaultRecord, Move } from './records.ts';

export const RunStatus = z.enum([
  'completed',
  'failed',
  'timeout',
  'budget',
  'rounds',
  'interrupted',
]);
export type RunStatus = z.infer<typeof RunStatus>;

const Spent = z.object({
  inputTokens: z.int().nonnegative(),
  outputTokens: z.int().nonnegative(),
  /** Of the input: what makers read from their caches; absent where none of them says. */
  cachedTokens: z.int().nonnegative().optional(),
  /** Null where the price of a call is not known. */
  costUsd: z.number().nonnegative().nullable(),
});
export type Spent = z.infer<typeof Spent>;

export const AgentResult = z.object({
  id: z.string(),
  backend: z.string(),
  model: z.string(),
  status: z.enum(['voted', 'answered', 'dropped', 'idle']),
  answers: z.int().nonnegative(),
  vote: z.string().nullable(),
  /** The backend that answered last: a fallback, perhaps. */
  answeredBy: z.string(),
  /** Of its vote, or why it was dropped. */
  reason: z.string(),
  fault: FaultRecord.optional(),
  /** From backend to backend, each with the fault that called for it. */
  moves: z.array(Move),
  /** What its conversation lost when it was last told to a model: how often, by kind. */
  losses: LossCounts,
  usage: Spent,
});
export type AgentResult = z.infer<typeof AgentResult>;

/** How a run ended. */
export const RunResult = z.object({
  sessionId: z.string(),
  runId: z.string(),
  turn: z.int().positive(),
  status: RunStatus,
  winner: z.string().nullable(),
  tie: z.boolean(),
  votes: z.record(z.string(), z.int().nonnegative()),
  answer: z.string().nullable(),
  agents: z.array(AgentResult),
  rounds: z.int().nonnegative(),
  /** Model calls that were answered. */
  calls: z.int().nonnegative(),
  usage: Spent,
  durationMs: z.number().nonnegative(),
  /** The part of it in which no model call was in flight. */
  overheadMs: z.number().nonnegative(),
});
export type RunResult = z.infer<typeof RunResult>;
