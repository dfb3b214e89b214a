import type { RunStatus } from '../core/coordination/run-result.ts';
import type { RunDocument } from '../core/session/run-document.ts';
import { Fault } from '../core/shared/faults.ts';
import type { AskFlags } from './flags.ts';
import type { Output } from './output.ts';

/** How a run ended: its answer to stdout, all else to stderr. */
export function tellResult(
  output: Output,
  result: RunDocument,
  { events: isLineByLine = false, data }: Pick<AskFlags, 'events' | 'data'>,
): void {
  const isRead = output.isWatched && !output.isJson && !isLineByLine;
  if (isRead) output.talk('');
  if (output.isJson || isLineByLine) output.json(result, isLineByLine);
  else if (result.answer !== null) output.data(result.answer);
  if (result.status === 'interrupted') tellInterruption(output, result, data);
  else if (result.answer === null && !output.isJson) tellFailure(output, result);
  if (isRead) output.talk('');
  output.talk(output.dim(summary(result)));
}

const endedBy = {
  completed: '',
  failed: '',
  timeout: 'its time was up',
  budget: 'its budget was spent',
  rounds: 'its rounds were used up',
  interrupted: 'it was interrupted',
} as const satisfies Record<RunStatus, string>;

function summary(result: RunDocument): string {
  const { winner, votes, tie, rounds, calls, usage, sessionId, status } = result;
  const tokens = usage.inputTokens + usage.outputTokens;
  const cast = Object.values(votes).reduce((sum, count) => sum + count, 0);
  return [
    winner &&
      `${winner} with ${votes[winner] ?? 0} of ${counted(cast, 'vote')}${tie ? ' (a tie)' : ''}`,
    endedBy[status] && `ended because ${endedBy[status]}`,
    [counted(rounds, 'round'), counted(calls, 'call'), counted(tokens, 'token')].join(', '),
    fromCache(usage),
    usage.costUsd ? `$${usage.costUsd.toFixed(4)}` : '',
    `session ${sessionId}`,
  ]
    .filter(Boolean)
    .join(' · ');
}

const fromCache = ({ cachedTokens = 0, inputTokens }: RunDocument['usage']): string =>
  cachedTokens > 0 ? `${Math.round((100 * cachedTokens) / inputTokens)} % of input cached` : '';

const counted = (count: number, noun: string) =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;

function tellInterruption(output: Output, { runId }: RunDocument, data: string | undefined): void {
  const place =
    data === undefined ? '' : ` --data ${/^[\w./:-]+$/.test(data) ? data : JSON.stringify(data)}`;
  output.error(
    'The run was interrupted; what was committed is kept.',
    `Go on with: massgen session resume ${runId}${place}`,
  );
}

function tellFailure(output: Output, { runId, agents, status }: RunDocument): void {
  const reasons = agents.map(
    ({ id, fault, reason }) => `${id}: ${fault?.message || reason || 'said nothing'}`,
  );
  for (const reason of reasons) output.talk(reason);
  const { message, hint } = new Fault('run.noAnswer', { run: runId, detail: endedBy[status] });
  output.error(message, hint);
}
