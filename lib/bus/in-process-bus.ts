import type { Bus } from '../core/shared/bus.ts';

/** Calls every listener in the order of their subscriptions; nothing leaves the process. */
export function createInProcessBus<Announcement>(): Bus<Announcement> {
  const listeners = new Set<(announcement: Announcement) => void>();
  return {
    publish: async (announcements) => {
      for (const announcement of announcements)
        for (const listener of listeners) tell(listener, announcement);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function tell<Announcement>(listener: (one: Announcement) => void, announcement: Announcement) {
  try {
    listener(announcement);
  } catch {
    // what is announced is in the log, where whoever missed it finds it
  }
}
