import * as z from 'zod';
import { Author } from '../../core/message/author.ts';
import type { Message } from '../../core/message/message.ts';

/** What only the log knows of a message that was put into a transcript; no model is shown it. */
const Told = z.object({ id: z.string().optional(), author: Author.optional() });
type Told = z.infer<typeof Told>;

/** The field of a line in which it stands. */
export const TOLD = 'massgen';

/** Of several lines of one message only the first has its id. */
export const toTold = ({ id, author }: Message, isFirst: boolean): Told => ({
  ...(isFirst && { id }),
  ...(author && { author }),
});

export const readTold = (value: unknown): Told | undefined =>
  value === undefined ? undefined : Told.safeParse(value).data;
