/** What a session can be written as: all of it, or what a person reads. */
export const sessionFormats = ['json', 'markdown', 'html'] as const;
export type SessionFormat = (typeof sessionFormats)[number];
