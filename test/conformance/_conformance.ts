import { describe, it } from 'vitest';

/** Some rules move megabytes, and some places are far away. */
const PATIENCE_MS = 120_000;

/** The suite that every adapter of a port must pass. A place that cannot must say why. */
export const conformance =
  <Port, Rule extends string>(
    port: string,
    rules: Readonly<Record<Rule, (open: () => Port) => Promise<void>>>,
  ) =>
  (
    place: string,
    create: () => (() => Port) | Promise<() => Port>, // an empty place; each call is one more connection to it
    cannot: Partial<Record<Rule, string>> = {},
  ) =>
    describe(`${place} is a ${port}`, () => {
      for (const rule of Object.keys(rules) as Rule[])
        it(
          rule,
          async ({ skip }) => {
            const reason = cannot[rule];
            if (reason) skip(reason);
            await rules[rule](await create());
          },
          PATIENCE_MS,
        );
    });
