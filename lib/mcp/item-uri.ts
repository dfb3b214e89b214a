/** An item of a context, as an address. */
export interface ItemAddress {
  readonly context: string;
  readonly item: string;
}

export const toUri = ({ context, item }: ItemAddress): string =>
  `massgen://${context}/item/${encodeURIComponent(item)}`;

/** Undefined for what is no address of an item. */
export function fromUri(uri: string): ItemAddress | undefined {
  const [, context, item] = /^massgen:\/\/([^/?#]+)\/item\/([^/?#]+)$/.exec(uri) ?? [];
  if (context === undefined || item === undefined) return undefined;
  try {
    return { context, item: decodeURIComponent(item) };
  } catch {
    return undefined;
  }
}
