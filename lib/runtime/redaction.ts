import type { OpenRedactor } from '../core/context/redactor.ts';
import { once } from '../core/shared/once.ts';

/** The redactor of this process, loaded with the first thing that is written down. */
export const openRedactor = (held: () => Iterable<string>): OpenRedactor =>
  once(async () => {
    const { createRedactor } = await import('../redaction/redactor.ts');
    return createRedactor(held);
  });
