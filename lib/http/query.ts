import * as z from 'zod';

/** A whole number as a query has it: nothing but digits. */
export const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/, 'is no whole number')
  .transform(Number)
  .pipe(z.int().nonnegative());

export const positiveNumber = wholeNumber.pipe(z.int().positive('is no positive number'));

/** Names in a query, which has one `name=value` for each. */
export const listed = z.preprocess(
  (given) => (typeof given === 'string' ? [given] : given),
  z.array(z.string().min(1)).min(1).max(100),
);

/** A version as a person names it. */
export const namedVersion = z
  .union([z.string(), z.int().nonnegative()])
  .meta({ description: 'A version: a number, or BRANCH@NUMBER.' });

/** Which branch is meant; without it: `main`. */
export const branchQuery = z.strictObject({ branch: z.string().exactOptional() });

/** A branch, and a version of it; without one: the head. */
export const atQuery = branchQuery.extend({ at: namedVersion.exactOptional() });
