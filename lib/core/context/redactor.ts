import * as z from 'zod';
import { Fault } from '../shared/faults.ts';
import type { Json } from '../shared/json.ts';

/** What a writer says about secrets. Keys that the process itself holds are masked whatever it says. */
export const Redaction = z.object({
  /** Whether what has the form of a secret is masked. */
  known: z.boolean(),
  /** What holds one of these texts is no secret, whatever its form. */
  allow: z.array(z.string()),
  /** How words begin that are secrets of the writer's own. */
  also: z.array(z.string()),
});
export type Redaction = z.infer<typeof Redaction>;

export const everySecret: Redaction = { known: true, allow: [], also: [] };

/** How often one rule has masked something. */
export const Masked = z.strictObject({ rule: z.string(), count: z.int().positive() });
export type Masked = z.infer<typeof Masked>;

export interface Redacted {
  readonly body: Json;
  readonly masked: readonly Masked[];
}

/**
 * Masks secrets before they are written down.
 *
 * Contract, proved by `test/redaction/redactor.test.ts`:
 * - Each text, and each name of a member, is looked at; what is no text stays as it is.
 * - The shape stays: as many members and entries as before, of the same kinds.
 * - A secret leaves nothing of itself behind but the name of the rule that found it.
 * - What holds no secret is the very same value, and so is each part of a body in which there is none.
 * - Masked once more, a body stays as it is.
 * - The time it takes grows with the length of a body, and with nothing else.
 */
export interface Redactor {
  readonly redact: (body: Json, redaction: Redaction) => Redacted;
}

/** The redactor of a process, made when something is to be written down for the first time. */
export type OpenRedactor = () => Promise<Redactor>;

/** Throws `context.invalid` for names of which something had to be masked. */
export function refuseSecrets({ masked }: Redacted): void {
  const rules = masked.map(({ rule }) => rule);
  if (rules.length === 0) return;
  throw new Fault('context.invalid', {
    problem: `A name holds what looks like a secret (${rules.join(', ')}), and a name cannot be masked.`,
  });
}
