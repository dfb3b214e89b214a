import type { CallRecord } from '../agent/call-record.ts';

/** The part of a duration in which none of the calls was in flight, in milliseconds. */
export function overheadOf(calls: readonly CallRecord[], durationMs: number): number {
  const flights = calls
    .map(({ at, durationMs: length }) => ({ from: Date.parse(at), to: Date.parse(at) + length }))
    .sort((a, b) => a.from - b.from);
  let busyMs = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const { from, to } of flights) {
    busyMs += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return Math.max(0, durationMs - busyMs);
}
