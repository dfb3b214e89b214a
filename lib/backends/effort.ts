/** How hard a model may be told to think, from not at all to as hard as it can, across makers. */
const EFFORTS: readonly string[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];

/**
 * The effort that a model takes for the one that was asked for: the highest that costs no more, else
 * its lowest; thinking is never switched off unasked. Undefined where it takes none.
 */
export function nearestEffort(asked: string, taken: readonly string[]): string | undefined {
  if (taken.includes(asked)) return asked;
  const ordered = EFFORTS.filter((effort) => effort !== 'none' && taken.includes(effort));
  return ordered.findLast((effort) => rankOf(effort) <= rankOf(asked)) ?? ordered[0];
}

const rankOf = (effort: string) => EFFORTS.indexOf(effort);
