import * as z from 'zod';
import type { Mapping } from '../config-document.ts';

/** What is known about the keys of one mapping, beyond their types. */
export interface Place {
  /** MassGen's keys that do nothing here, each with what to do instead, if there is something. */
  readonly idle?: Readonly<Record<string, string>>;
  /** Mappings in this one whose keys are easily written one level too high. */
  readonly below?: readonly string[];
  /** What becomes of a key that nobody knows. */
  readonly unknown?: (key: string, mapping: Mapping) => string;
}

export const places = z.registry<Place>();

const noInstead = '';

/** Keys that do nothing here and have nothing in their stead. */
export const idle = (...keys: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(keys.map((key) => [key, noInstead]));
