/** A secret in a text, from `start` up to `end`, and the rule that says so. */
export interface Finding {
  readonly rule: string;
  readonly start: number;
  readonly end: number;
}

/** Findings may overlap, and stand in any order. */
export type Finder = (text: string) => readonly Finding[];
