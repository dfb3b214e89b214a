import * as z from 'zod';
import { toProblem } from '../problem.ts';

const Refusal = z.object({ status: z.literal(400), error: z.unknown() });

/**
 * The server does not know a thought for one of this model, account and conversation. The same
 * request never helps: https://platform.claude.com/docs/en/build-with-claude/preserved-thinking
 */
export function isForeignThought(thrown: unknown): boolean {
  const { success, data } = Refusal.safeParse(thrown);
  return success && /invalid `signature` in `thinking` block/i.test(toProblem(data.error).text);
}
