import * as z from 'zod';
import type { Facts, FaultCode } from '../../core/shared/faults.ts';

/** The faults that a script can name: those that need no facts but the backend and a detail. */
export type ScriptedFault = {
  [C in FaultCode]: C extends `backend.${string}`
    ? { readonly backend: string } extends Facts<C>
      ? C
      : never
    : never;
}[FaultCode];

/** Complete by its type: a new fault of a backend does not compile until it is here. */
const isScripted: Record<ScriptedFault, true> = {
  'backend.unavailable': true,
  'backend.overloaded': true,
  'backend.rateLimited': true,
  'backend.cut': true,
  'backend.superseded': true,
  'backend.timeout': true,
  'backend.unauthorised': true,
  'backend.exhausted': true,
  'backend.notFound': true,
  'backend.rejected': true,
  'backend.refused': true,
  'backend.overflow': true,
  'backend.empty': true,
  'backend.malformed': true,
};

export const scriptedFaults = Object.keys(isScripted) as readonly ScriptedFault[];

const kinds = ['answer', 'vote', 'read', 'text', 'error'] as const;

const doesOneThing = (entry: Readonly<Record<string, unknown>>) =>
  kinds.filter((kind) => entry[kind] !== undefined).length === 1 &&
  (entry['reason'] === undefined || entry['vote'] !== undefined);

/** What one model call gives. Keys that it does not know are left out. */
export const ScriptEntry = z
  .object({
    answer: z.string().optional().describe('The call gives this answer.'),
    vote: z.string().optional().describe('The call votes for the agent with this id.'),
    reason: z.string().optional().describe('Why it votes so.'),
    text: z.string().optional().describe('The call gives text and no decision.'),
    error: z.enum(scriptedFaults).optional().describe('The call fails with this fault.'),
    delay_ms: z.int().min(0).max(3_600_000).optional().describe('Milliseconds before it does.'),
    read: z
      .array(z.string())
      .optional()
      .describe('The call reads these whole, by the names under which they are shown in short.'),
  })
  .refine(doesOneThing, {
    error:
      'An entry must hold exactly one of `answer`, `vote` (and its `reason`), `read`, `text` and `error`.',
    params: { suggestion: 'Write one entry for each model call.' },
  });
export type ScriptEntry = z.infer<typeof ScriptEntry>;

/** One entry per model call; the last repeats. */
export const RehearsalScript = z.array(ScriptEntry).min(1);
export type RehearsalScript = z.infer<typeof RehearsalScript>;
