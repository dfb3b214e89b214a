import * as z from 'zod';
import type { LogIds } from './_observed.ts';

const Order = z
  .object({
    order: z.object({
      run: z.string(),
      context: z.string(),
      agent: z.string().optional(),
      round: z.number().optional(),
    }),
  })
  .transform(({ order: { run, context, agent, round } }) => ({
    run,
    session: context,
    ...(agent !== undefined && { agent }),
    ...(round !== undefined && { round }),
  }));

const Announcement = z
  .object({ detail: z.object({ data: z.object({ context: z.string() }) }) })
  .transform(({ detail }) => ({ session: detail.data.context }));

/** What an order of the state machine or an announcement is about; nothing where it is none. */
export const idsOf = (event: unknown): LogIds =>
  Order.safeParse(event).data ?? Announcement.safeParse(event).data ?? {};
