import * as z from 'zod';

/** How this dialect is called in a message's native form. */
export const DIALECT = 'claude-code';

/** The agent and the backend that speak in a transcript. */
export const AGENT = 'claude-code';
export const BACKEND = 'claude_code';

/** Marks an attachment of ours: what the system said in a conversation that was put into a transcript. */
export const HOOK_NAME = 'massgen';

const Kept = z.object({ at: z.int().nonnegative(), text: z.string() });
/** A line as it came, and its place in the transcript, from 0. */
export type Kept = z.infer<typeof Kept>;

/** What a message was read from: its own lines, and those that stand around them. */
export const NativeLines = z.object({
  /** Tells one transcript from another. */
  transcript: z.string(),
  own: z.array(Kept),
  beside: z.array(Kept),
});
export type NativeLines = z.infer<typeof NativeLines>;
