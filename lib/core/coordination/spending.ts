import type { CallRecord } from '../agent/call-record.ts';
import { callsOf, type RunLog } from './run-log.ts';
import type { Spent } from './run-result.ts';

export interface Spending {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Undefined where no maker says. */
  readonly cachedTokens: number | undefined;
  /** Of the calls whose price is known. */
  readonly knownUsd: number;
  readonly allKnown: boolean;
}

export const sumOf = (calls: readonly CallRecord[]): Spending => ({
  inputTokens: calls.reduce((sum, { usage }) => sum + usage.inputTokens, 0),
  outputTokens: calls.reduce((sum, { usage }) => sum + usage.outputTokens, 0),
  cachedTokens: cachedIn(calls),
  knownUsd: calls.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0),
  allKnown: calls.every(({ costUsd }) => costUsd !== null),
});

function cachedIn(calls: readonly CallRecord[]): number | undefined {
  const said = calls.flatMap(({ usage }) => usage.cachedTokens ?? []);
  return said.length > 0 ? said.reduce((sum, tokens) => sum + tokens, 0) : undefined;
}

export const spendingOf = (run: RunLog): Spending => sumOf(callsOf(run));

export const toSpent = ({ knownUsd, allKnown, cachedTokens, ...tokens }: Spending): Spent => ({
  inputTokens: tokens.inputTokens,
  outputTokens: tokens.outputTokens,
  ...(cachedTokens !== undefined && { cachedTokens }),
  costUsd: allKnown ? knownUsd : null,
});
