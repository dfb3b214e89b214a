/** Carries announcements to whoever listens; at least once, perhaps out of order, never a body. */
export interface Bus<Announcement> {
  readonly publish: (announcement: Announcement) => Promise<void>;
  /** Returns what ends the subscription. A listener that throws harms nobody else. */
  readonly subscribe: (listener: (announcement: Announcement) => void) => () => void;
}
