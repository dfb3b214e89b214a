import { type Fault, type FaultCode, isFault, RETRYABLE } from '../core/shared/faults.ts';
import { SCHEME } from './bearer.ts';
import type { Problem } from './documents/problem.ts';

const BAD_REQUEST = 400;
const UNAUTHORISED = 401;
const FORBIDDEN = 403;
const NOT_FOUND = 404;
const WRONG_METHOD = 405;
const CONFLICT = 409;
const GONE = 410;
const TOO_LARGE = 413;
const WRONG_TYPE = 415;
const MISDIRECTED = 421;
const UNPROCESSABLE = 422;
const INTERNAL = 500;
const BAD_GATEWAY = 502;
const UNAVAILABLE = 503;
const INSUFFICIENT_STORAGE = 507;

const statusByCode = {
  'usage.invalid': BAD_REQUEST,
  'config.notFound': NOT_FOUND,
  'config.unreadable': BAD_REQUEST,
  'config.invalid': BAD_REQUEST,
  'config.unknownPreset': BAD_REQUEST,
  'config.keyMissing': BAD_REQUEST,
  'config.variableMissing': INTERNAL,
  'config.backendNotHere': BAD_REQUEST,
  'config.notAllowed': BAD_REQUEST,
  'backend.notInstalled': BAD_GATEWAY,
  'backend.unavailable': BAD_GATEWAY,
  'backend.overloaded': BAD_GATEWAY,
  'backend.rateLimited': BAD_GATEWAY,
  'backend.cut': BAD_GATEWAY,
  'backend.superseded': BAD_GATEWAY,
  'backend.timeout': BAD_GATEWAY,
  'backend.unauthorised': BAD_GATEWAY,
  'backend.exhausted': BAD_GATEWAY,
  'backend.notFound': BAD_GATEWAY,
  'backend.rejected': BAD_GATEWAY,
  'backend.refused': BAD_GATEWAY,
  'backend.overflow': BAD_GATEWAY,
  'backend.tooLarge': BAD_GATEWAY,
  'backend.empty': BAD_GATEWAY,
  'backend.malformed': BAD_GATEWAY,
  'joining.unknownSession': NOT_FOUND,
  'joining.brokenSettings': UNPROCESSABLE,
  'joining.notJoined': UNPROCESSABLE,
  'tools.unavailable': BAD_GATEWAY,
  'turn.noDecision': BAD_GATEWAY,
  'turn.lost': INTERNAL,
  'turn.overBudget': UNPROCESSABLE,
  'run.unknown': NOT_FOUND,
  'run.rolledBack': CONFLICT,
  'run.notStarted': UNAVAILABLE,
  'run.notStopped': UNAVAILABLE,
  'run.noAnswer': BAD_GATEWAY,
  'session.unknown': NOT_FOUND,
  'session.busy': CONFLICT,
  'session.invalidId': BAD_REQUEST,
  'session.invalidFile': BAD_REQUEST,
  'session.differs': CONFLICT,
  'context.unknown': NOT_FOUND,
  'context.exists': CONFLICT,
  'context.unknownVersion': NOT_FOUND,
  'context.idReused': CONFLICT,
  'context.tooLarge': TOO_LARGE,
  'context.invalid': BAD_REQUEST,
  'context.busy': UNAVAILABLE,
  'context.unreadable': INTERNAL,
  'subscription.invalid': BAD_REQUEST,
  'context.unknownItem': NOT_FOUND,
  'context.itemElsewhere': NOT_FOUND,
  'context.itemLater': NOT_FOUND,
  'context.itemRetired': NOT_FOUND,
  'context.itemPurged': GONE,
  'context.itemHidden': FORBIDDEN,
  'branch.exists': CONFLICT,
  'branch.unknown': NOT_FOUND,
  'branch.invalidName': BAD_REQUEST,
  'merge.self': BAD_REQUEST,
  'purge.structure': CONFLICT,
  'store.readOnly': INTERNAL,
  'store.full': INSUFFICIENT_STORAGE,
  'store.newer': INTERNAL,
  'store.broken': INTERNAL,
  'store.busy': UNAVAILABLE,
  'store.missing': INTERNAL,
  'store.unfit': INTERNAL,
  'store.unreachable': UNAVAILABLE,
  'store.unauthorised': INTERNAL,
  'bus.unavailable': UNAVAILABLE,
  'request.unauthorised': UNAUTHORISED,
  'request.misdirected': MISDIRECTED,
  'request.foreignOrigin': FORBIDDEN,
  'request.unknownRoute': NOT_FOUND,
  'request.wrongMethod': WRONG_METHOD,
  'request.wrongType': WRONG_TYPE,
  'request.tooLarge': TOO_LARGE,
  'request.answerTooLarge': TOO_LARGE,
  'request.notJson': BAD_REQUEST,
  'request.invalid': BAD_REQUEST,
  'request.keyReused': UNPROCESSABLE,
  'remote.unreachable': BAD_GATEWAY,
  'remote.strange': BAD_GATEWAY,
  'remote.failed': BAD_GATEWAY,
  'event.invalid': INTERNAL,
  'internal.unexpected': INTERNAL,
} as const satisfies Record<FaultCode, number>;

export const statusOf = ({ code }: Fault) => statusByCode[code];

/** Whether it is for the operator to mend, and what it says is not for those who ask. */
export const isOurs = (fault: Fault): boolean => statusOf(fault) >= INTERNAL;

export function toProblem(fault: Fault, request: string): Problem {
  const { code, message, hint, facts } = fault;
  return {
    type: `urn:massgen:fault:${code}`,
    title: titleOf(code),
    status: statusOf(fault),
    ...(isOurs(fault) ? sorry : { detail: message, hint, facts: { ...facts } }),
    code,
    request,
  };
}

/** What is told of a fault that is ours. */
export const sorry = {
  detail: 'The service could not do this, and it is none of your doing.',
  hint: 'Try again in a moment; if it goes on, tell whoever runs the service the id of this request.',
};

/** `session.invalidId`: Session: invalid id. */
function titleOf(code: FaultCode): string {
  const [area = '', problem = ''] = code.split('.');
  const words = problem.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${area.charAt(0).toUpperCase()}${area.slice(1)}: ${words}`;
}

const SOON_SECONDS = 1;

/** What the status obliges an answer to say in its head. */
export const headersOf = (fault: Fault): Readonly<Record<string, string>> => ({
  ...(isFault(fault, 'request.unauthorised') && { 'WWW-Authenticate': SCHEME }),
  ...(isFault(fault, 'request.wrongMethod') && { Allow: fault.facts.allowed }),
  ...(statusOf(fault) === UNAVAILABLE &&
    RETRYABLE.includes(fault.code) && { 'Retry-After': String(SOON_SECONDS) }),
});
