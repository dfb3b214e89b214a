/**
 * The attributes of the one table, for whoever makes it or filters its stream. The first two are
 * its key, both of them strings.
 */
export const attributes = {
  partition: 'pk',
  sort: 'sk',
  /** What kind of row it is, so that a stream's filter can tell: `contexts` is a commit. */
  area: 'area',
  version: 'v',
  body: 'b',
  /** Who wrote it: a new token for each write. */
  write: 'w',
  /** When it may be deleted, in seconds since 1970; a row without it stays. */
  expires: 'ttl',
} as const;

/** `TENANT/AREA/...`; a partition of another form has none. */
export const areaOf = (partition: string): string | undefined =>
  partition.split('/', 2)[1] || undefined;
