import type { Loss } from '../core/message/loss.ts';

/** A translation, and what it could not carry. */
export interface Lossy<T> {
  readonly value: T;
  readonly losses: readonly Loss[];
}

export const lossless = <T>(value: T): Lossy<T> => ({ value, losses: [] });

export const lossy = <T>(value: T, ...losses: readonly Loss[]): Lossy<T> => ({ value, losses });

export const loss = (kind: string, at: string, instead: string): Loss => ({ kind, at, instead });

/** Translates each of a list, and gathers what was lost in the order it was met. */
export function translateEach<T, U>(
  items: readonly T[],
  translate: (item: T, index: number) => Lossy<U>,
): Lossy<readonly U[]> {
  const translated = items.map(translate);
  return {
    value: translated.map(({ value }) => value),
    losses: translated.flatMap(({ losses }) => losses),
  };
}

/** As `translateEach`, where one may become several, or none. */
export function translateAll<T, U>(
  items: readonly T[],
  translate: (item: T, index: number) => Lossy<readonly U[]>,
): Lossy<readonly U[]> {
  const { value, losses } = translateEach(items, translate);
  return { value: value.flat(), losses };
}
