/** What may hold up the stop of a session, at the price of another call of its model; the first is the rule. */
export const holds = ['written', 'all', 'nothing'] as const;
export type Hold = (typeof holds)[number];

/** Whose stop news holds up: that of sessions which a person attends, or of any. */
export const heldSessions = ['attended', 'any'] as const;
export type Held = (typeof heldSessions)[number];

/** Undefined: nobody's. Where no person attends, as in `claude -p`, the last reply is somebody's result. */
export function heldBy(hold: Hold, news: { readonly isWritten: boolean }): Held | undefined {
  if (hold === 'all') return 'any';
  return hold === 'written' && news.isWritten ? 'attended' : undefined;
}
