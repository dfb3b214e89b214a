/** Tells whoever listens, elsewhere perhaps; at least once, perhaps out of order, never a body. */
export interface Announcer<Announcement> {
  /** Throws `bus.unavailable` when some could not be announced; the others may have been. */
  readonly publish: (announcements: readonly Announcement[]) => Promise<void>;
}

/** An announcer that can be listened to in this very process. */
export interface Bus<Announcement> extends Announcer<Announcement> {
  /** Returns what ends the subscription. A listener that throws harms nobody else. */
  readonly subscribe: (listener: (announcement: Announcement) => void) => () => void;
}
