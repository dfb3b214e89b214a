/** What a fault says: what happened, in one sentence, and what to do. */
export type Says = readonly [message: string, hint: string];

export const because = (detail: string | undefined) => (detail ? `: ${detail}` : '');
