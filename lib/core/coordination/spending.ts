import type { CallRecord } from '../agent/call-record.ts';
import { callsOf, type RunLog } from './run-log.ts';
import type { Spent } from './run-result.ts';

export interface Spending {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Of the calls whose price is known. */
  readonly knownUsd: number;
  readonly allKnown: boolean;
}

export const sumOf = (calls: readonly CallRecord[]): Spending => ({
  inputTokens: calls.reduce((sum, { usage }) => sum + usage.inputTokens, 0),
  outputTokens: calls.reduce((sum, { usage }) => sum + usage.outputTokens, 0),
  knownUsd: calls.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0),
  allKnown: calls.every(({ costUsd }) => costUsd !== null),
});

export const spendingOf = (run: RunLog): Spending => sumOf(callsOf(run));

export const toSpent = ({ inputTokens, outputTokens, knownUsd, allKnown }: Spending): Spent => ({
  inputTokens,
  outputTokens,
  costUsd: allKnown ? knownUsd : null,
});
