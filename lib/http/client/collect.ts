/** A page, and each behind it, until none is asked for. */
export async function collect<Page>(
  first: Promise<Page>,
  next: (page: Page) => Promise<Page> | undefined,
): Promise<{ readonly pages: readonly Page[]; readonly last: Page }> {
  const pages = [await first];
  for (let more = next(pages[0] as Page); more; more = next(pages.at(-1) as Page))
    pages.push(await more);
  return { pages, last: pages.at(-1) as Page };
}
