import * as z from 'zod';
import { Fault } from '../../core/shared/faults.ts';
import type { Json } from '../../core/shared/json.ts';

/** The faults that a script can play: those that need to say no more than who and what. */
export const playableFaults = [
  'backend.unavailable',
  'backend.overloaded',
  'backend.rateLimited',
  'backend.cut',
  'backend.timeout',
  'backend.unauthorised',
  'backend.exhausted',
  'backend.notFound',
  'backend.rejected',
  'backend.refused',
  'backend.overflow',
  'backend.empty',
  'backend.malformed',
] as const;

const delay = { delay_ms: z.int().nonnegative().optional() };

/** What a rehearsal agent does in one model call. */
export const ScriptEntry = z.union([
  z.strictObject({ answer: z.string(), ...delay }),
  z.strictObject({ vote: z.string(), reason: z.string().optional(), ...delay }),
  z.strictObject({ text: z.string(), ...delay }),
  z.strictObject({ error: z.enum(playableFaults), ...delay }),
]);
export type ScriptEntry = z.infer<typeof ScriptEntry>;

const Script = z.array(ScriptEntry).min(1);

/** Throws `config.invalid` where the script is none. */
export function parseScript(script: Json): readonly ScriptEntry[] {
  const { success, data, error } = Script.safeParse(script);
  if (success) return data;
  const place = error.issues[0]?.path.map((step) => `[${String(step)}]`).join('') ?? '';
  throw new Fault('config.invalid', {
    path: `backend.script${place}`,
    problem: 'It is no entry of a rehearsal script.',
    suggestion: `An entry is { answer: text }, { vote: agent }, { text } or { error: one of ${playableFaults.join(', ')} }, each with delay_ms if need be.`,
  });
}
