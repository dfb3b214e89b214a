import { callsAnswered } from '../../dialects/claude-code/calls-answered.ts';
import { TOLD } from '../../dialects/claude-code/told.ts';
import type { Entry } from './entry.ts';

/**
 * Entries as a process is to find them: where the real result of a call was put in behind what its
 * process was told at first, that goes. Of two results Claude Code shows its model the earlier one,
 * wherever it hangs: seen with 2.1.331.
 */
export function withRealResults(entries: readonly Entry[]): readonly Entry[] {
  const real = new Set(entries.filter(isPutIn).flatMap(callsAnswered));
  if (real.size === 0) return entries;
  return entries.filter(
    (entry) => isPutIn(entry) || !callsAnswered(entry).some((call) => real.has(call)),
  );
}

const isPutIn = (entry: Entry) => entry[TOLD] !== undefined;
