import type { RunResult } from '../core/coordination/run-result.ts';
import type { FaultCode } from '../core/shared/faults.ts';

const WRONG_USE = 1;
const FAILED = 2;
const OUT_OF_TIME = 3;
export const INTERRUPTED = 4;

const byCode = {
  'usage.invalid': WRONG_USE,
  'config.notFound': WRONG_USE,
  'config.unreadable': WRONG_USE,
  'config.invalid': WRONG_USE,
  'config.unknownPreset': WRONG_USE,
  'config.keyMissing': WRONG_USE,
  'config.variableMissing': WRONG_USE,
  'config.backendNotHere': WRONG_USE,
  'config.notAllowed': WRONG_USE,
  'backend.notInstalled': WRONG_USE,
  'backend.unavailable': FAILED,
  'backend.overloaded': FAILED,
  'backend.rateLimited': FAILED,
  'backend.cut': FAILED,
  'backend.superseded': FAILED,
  'backend.timeout': FAILED,
  'backend.unauthorised': FAILED,
  'backend.exhausted': FAILED,
  'backend.notFound': FAILED,
  'backend.rejected': FAILED,
  'backend.refused': FAILED,
  'backend.overflow': FAILED,
  'backend.tooLarge': FAILED,
  'backend.empty': FAILED,
  'backend.malformed': FAILED,
  'joining.unknownSession': WRONG_USE,
  'joining.brokenSettings': WRONG_USE,
  'joining.notJoined': WRONG_USE,
  'tools.unavailable': FAILED,
  'turn.noDecision': FAILED,
  'turn.lost': FAILED,
  'turn.overBudget': FAILED,
  'run.unknown': WRONG_USE,
  'run.rolledBack': FAILED,
  'run.notStarted': FAILED,
  'run.notStopped': FAILED,
  'run.noAnswer': FAILED,
  'session.unknown': WRONG_USE,
  'session.busy': FAILED,
  'session.invalidId': WRONG_USE,
  'session.invalidFile': WRONG_USE,
  'session.differs': FAILED,
  'context.unknown': WRONG_USE,
  'context.exists': FAILED,
  'context.unknownVersion': FAILED,
  'context.idReused': FAILED,
  'context.tooLarge': FAILED,
  'context.invalid': WRONG_USE,
  'context.busy': FAILED,
  'context.unreadable': FAILED,
  'subscription.invalid': WRONG_USE,
  'context.unknownItem': FAILED,
  'context.itemElsewhere': FAILED,
  'context.itemLater': FAILED,
  'context.itemRetired': FAILED,
  'context.itemPurged': FAILED,
  'context.itemHidden': FAILED,
  'branch.exists': FAILED,
  'branch.unknown': WRONG_USE,
  'branch.invalidName': WRONG_USE,
  'merge.self': WRONG_USE,
  'purge.structure': FAILED,
  'store.readOnly': FAILED,
  'store.full': FAILED,
  'store.newer': FAILED,
  'store.broken': FAILED,
  'store.busy': FAILED,
  'store.missing': FAILED,
  'store.unfit': FAILED,
  'store.unreachable': FAILED,
  'store.unauthorised': FAILED,
  'bus.unavailable': FAILED,
  'request.unauthorised': WRONG_USE,
  'request.misdirected': WRONG_USE,
  'request.foreignOrigin': WRONG_USE,
  'request.unknownRoute': WRONG_USE,
  'request.wrongMethod': WRONG_USE,
  'request.wrongType': WRONG_USE,
  'request.tooLarge': WRONG_USE,
  'request.answerTooLarge': FAILED,
  'request.notJson': WRONG_USE,
  'request.invalid': WRONG_USE,
  'request.keyReused': WRONG_USE,
  'remote.unreachable': FAILED,
  'remote.strange': FAILED,
  'remote.failed': FAILED,
  'event.invalid': FAILED,
  'internal.unexpected': FAILED,
} as const satisfies Record<FaultCode, number>;

export const exitCodeFor = (code: FaultCode): number => byCode[code];

/** 0: there is an answer, whichever bound ended the run. */
export function exitCodeOf({ status, answer }: Pick<RunResult, 'status' | 'answer'>): number {
  if (status === 'interrupted') return INTERRUPTED;
  if (answer !== null) return 0;
  return status === 'timeout' ? OUT_OF_TIME : FAILED;
}

/** A conflict, or a verification that found a flaw. */
export const WORK_FAILED = FAILED;
