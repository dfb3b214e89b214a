import * as z from 'zod';
import { ContextCommitted, fromAnnouncement } from '../core/context/context-committed.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html */
const Envelope = z.object({
  'detail-type': z.literal(ContextCommitted.detailType),
  detail: z.unknown(),
});

/**
 * The announcement that a rule of EventBridge hands over; undefined: the event is of another type.
 * Throws `event.invalid` for one in a version that is not known here.
 */
export function announcedIn(event: unknown): ContextCommitted | undefined {
  const { success, data } = Envelope.safeParse(event);
  return success ? fromAnnouncement(data.detail) : undefined;
}
