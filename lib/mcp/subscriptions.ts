import type { Desk } from './desk.ts';
import { fromUri, toUri } from './item-uri.ts';

export interface Subscriptions {
  readonly add: (uri: string) => void;
  readonly remove: (uri: string) => void;
  readonly end: () => void;
}

/** Behind every version. */
const LATEST = 999_999_999_999;

/** Tells of changes of items that somebody subscribed to; each context is watched once. */
export function createSubscriptions(
  { contexts, branch }: Desk,
  onUpdate: (uri: string) => Promise<void>,
): Subscriptions {
  const wanted = new Set<string>();
  const watched = new Set<string>();
  const ending = new AbortController();
  const { signal } = ending;

  const watch = async (context: string) => {
    const { head } = await contexts.log(context, { branch, after: LATEST });
    for await (const { operations } of contexts.watch(context, { from: head, branch, signal }))
      for (const { item } of operations) {
        const uri = toUri({ context, item });
        if (wanted.has(uri)) await onUpdate(uri);
      }
  };

  return {
    add: (uri) => {
      const context = fromUri(uri)?.context;
      wanted.add(uri);
      if (context === undefined || watched.has(context)) return;
      watched.add(context);
      watch(context).catch(() => watched.delete(context));
    },
    remove: (uri) => wanted.delete(uri),
    end: () => ending.abort(),
  };
}
