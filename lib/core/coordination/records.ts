import * as z from 'zod';
import { CallRecord } from '../agent/call-record.ts';
import { Viewed } from '../view/viewed.ts';
import { Team } from './team.ts';

/** The bodies of a run's items: all that a run is, and all that it can be resumed from. */
export const RunRequest = z.object({
  run: z.string(),
  turn: z.int().positive(),
  question: z.string(),
  team: Team,
});
export type RunRequest = z.infer<typeof RunRequest>;

export const Because = z.enum(['votes', 'failures', 'rounds', 'timeout', 'budget']);
export type Because = z.infer<typeof Because>;

/** What `plan` decided. */
export const Decision = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('round'),
    round: z.int().positive(),
    agents: z.array(z.string()),
    votesOnly: z.boolean(),
  }),
  z.object({
    kind: z.literal('present'),
    round: z.int().positive(),
    winner: z.string(),
    because: Because,
  }),
  z.object({ kind: z.literal('fail'), round: z.int().positive(), because: Because }),
]);
export type Decision = z.infer<typeof Decision>;

export const FaultRecord = z.object({ code: z.string(), message: z.string() });
export type FaultRecord = z.infer<typeof FaultRecord>;

/** A turn that went on with another of its agent's backends, and the fault that called for it. */
export const Move = z.object({ from: z.string(), to: z.string(), because: FaultRecord });
export type Move = z.infer<typeof Move>;

/** How one agent's turn in one round ended. */
export const TurnRecord = z.object({
  round: z.int().positive(),
  outcome: z.enum(['answered', 'voted', 'failed']),
  fault: FaultRecord.optional(),
  /** Standing answers that its conversation now holds: the agent, and the version of its answer. */
  shown: z.record(z.string(), z.int().positive()),
  /** What else of the context its conversation now shows, where it shows anything. */
  viewed: Viewed.optional(),
  /** Messages of the turn that were committed while it lasted: the item, by the message's number. */
  deeds: z.record(z.string(), z.string()).optional(),
  moves: z.array(Move).default([]),
  calls: z.array(CallRecord),
});
export type TurnRecord = z.infer<typeof TurnRecord>;

export const AnswerBody = z.object({ agent: z.string(), content: z.string() });

export const VoteBody = z.object({
  agent: z.string(),
  for: z.string(),
  reason: z.string(),
  /** The answers it judged: the agent, and the version of its answer. */
  judged: z.record(z.string(), z.int().positive()),
});
export type VoteBody = z.infer<typeof VoteBody>;

export const PresentationRecord = z.object({
  winner: z.string(),
  /** Null: nothing usable came; the stored answer stands in. */
  content: z.string().nullable(),
  fault: FaultRecord.optional(),
  moves: z.array(Move).default([]),
  calls: z.array(CallRecord),
});
export type PresentationRecord = z.infer<typeof PresentationRecord>;

export const StopBody = z.object({ reason: z.string() });

export const CurrentRun = z.object({
  run: z.string(),
  turn: z.int().positive(),
  open: z.boolean(),
});
export type CurrentRun = z.infer<typeof CurrentRun>;
