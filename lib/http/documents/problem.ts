import * as z from 'zod';

/** https://www.rfc-editor.org/rfc/rfc9457, with what a fault says beside it. */
export const Problem = z.object({
  /** Ends in the fault's code. */
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  hint: z.string(),
  code: z.string(),
  /** None of a fault that is ours. */
  facts: z.looseObject({}).optional(),
  /** What the service's own log calls the request. */
  request: z.string(),
});
export type Problem = z.infer<typeof Problem>;
