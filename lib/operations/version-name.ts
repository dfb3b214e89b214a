import { Fault } from '../core/shared/faults.ts';

/** A version of a branch, as a person names it: a number, or `BRANCH@NUMBER`. */
export interface NamedVersion {
  readonly branch: string;
  readonly version: number;
}

/** Throws `usage.invalid`. */
export function toNamedVersion(name: string | number, branch: string): NamedVersion {
  const [, named = branch, digits] = /^(?:([^@]+)@)?(\d{1,12})$/.exec(String(name)) ?? [];
  if (digits) return { branch: named, version: Number(digits) };
  throw new Fault('usage.invalid', {
    problem: `${JSON.stringify(name)} names no version.`,
    hint: 'Give a number such as 7, or a branch with one such as idea@7.',
  });
}
