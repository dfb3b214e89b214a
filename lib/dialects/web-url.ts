/** A URL that a maker's servers can fetch; undefined for any other. */
export const webUrl = (url: string | undefined): string | undefined =>
  url !== undefined && /^https?:\/\/\S+$/i.test(url) && url.isWellFormed() && URL.canParse(url)
    ? url
    : undefined;
