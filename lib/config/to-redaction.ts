import { everySecret, type Redaction } from '../core/context/redactor.ts';
import type { Redact } from './schema/redact.ts';

/** What `orchestrator.context.redact` asks for. */
export const toRedaction = (redact: Redact): Redaction =>
  typeof redact === 'boolean'
    ? { ...everySecret, known: redact }
    : { known: true, allow: redact.allow ?? [], also: redact.also ?? [] };
