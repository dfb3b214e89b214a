import * as z from 'zod';
import { toProblem } from '../problem.ts';

const Answer = z.object({ status: z.literal(400), error: z.unknown() });

/**
 * The server cannot read the reasoning that it was sent: the same request never helps, one without
 * it does. https://github.com/openai/codex/issues/12934
 */
export function refusesReasoning(error: unknown): boolean {
  const { success, data } = Answer.safeParse(error);
  return success && toProblem(data.error).words.includes('invalid_encrypted_content');
}
