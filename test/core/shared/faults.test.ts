import { describe, expect, it } from 'vitest';
import {
  type Facts,
  Fault,
  type FaultCode,
  faultCodes,
  isFault,
  isFaultCode,
  RETRYABLE,
  toFault,
} from '../../../lib/core/shared/faults.ts';

const backend = { backend: 'lmstudio', detail: 'the server said no' };

/** Facts for every code: a code that is added has to say what it says here. */
const examples: { readonly [C in FaultCode]: readonly Facts<C>[] } = {
  'usage.invalid': [{ problem: 'There is no flag --modle.', hint: 'Did you mean --model?' }],
  'config.notFound': [{ file: 'team.yaml' }],
  'config.unreadable': [{ file: 'team.yaml', detail: 'a tab in line 3' }],
  'config.invalid': [
    { path: 'agents[0].id', problem: 'Is missing.', suggestion: 'Give it one.' },
    { path: '', problem: 'Nothing stands in the file.', suggestion: '' },
  ],
  'config.unknownPreset': [{ preset: 'slo', nearest: 'solo' }],
  'config.keyMissing': [{ agent: 'one', backend: 'grok', variables: 'XAI_API_KEY' }],
  'config.variableMissing': [{ path: 'agents[0]', name: 'KEY' }],
  'config.backendNotHere': [{ agent: 'one', backend: 'claude_code' }],
  'config.notAllowed': [
    { path: 'agents[0].backend.cwd', problem: 'Names a folder.', suggestion: '' },
    { path: '', problem: 'Is too large.', suggestion: 'Make it smaller.' },
  ],
  'backend.notInstalled': [{ backend: 'claude_code', package: 'a-package' }],
  'backend.unavailable': [backend, { backend: 'lmstudio' }],
  'backend.overloaded': [backend, { backend: 'lmstudio' }],
  'backend.rateLimited': [backend, { backend: 'grok', retryAfterSeconds: 7 }],
  'backend.cut': [backend, { backend: 'lmstudio' }],
  'backend.superseded': [backend, { backend: 'lmstudio' }],
  'backend.timeout': [backend, { backend: 'lmstudio' }],
  'backend.unauthorised': [backend, { backend: 'lmstudio' }],
  'backend.exhausted': [backend, { backend: 'lmstudio' }],
  'backend.notFound': [backend, { backend: 'lmstudio' }],
  'backend.rejected': [backend, { backend: 'lmstudio' }],
  'backend.refused': [backend, { backend: 'lmstudio' }],
  'backend.overflow': [backend, { backend: 'lmstudio' }],
  'backend.tooLarge': [{ backend: 'lmstudio', maxBytes: 100 }],
  'backend.empty': [backend, { backend: 'lmstudio' }],
  'backend.malformed': [backend, { backend: 'lmstudio' }],
  'joining.unknownSession': [{ session: 's', folder: '/f' }],
  'joining.brokenSettings': [{ file: 'f', detail: 'd' }],
  'joining.notJoined': [{ project: '/p' }],
  'tools.unavailable': [{ server: 'files', detail: 'spawn ENOENT' }],
  'turn.noDecision': [{ agent: 'one', attempts: 3, detail: 'nothing was decided' }],
  'turn.lost': [{ agent: 'one', detail: 'the function ended' }],
  'turn.overBudget': [{ agent: 'one' }],
  'run.unknown': [{ run: 'run_1' }],
  'run.rolledBack': [{ run: 'run_1', session: 's' }],
  'run.notStarted': [{ run: 'run_1', detail: 'ThrottlingException' }],
  'run.notStopped': [{ run: 'run_1', detail: 'ThrottlingException' }],
  'run.noAnswer': [{ run: 'run_1', detail: 'all were dropped' }],
  'session.unknown': [{ session: 's' }],
  'session.busy': [{ session: 's', run: 'run_1' }],
  'session.invalidId': [{ id: '../s' }],
  'session.invalidFile': [{ detail: 'its head is missing' }],
  'session.differs': [{ session: 's', place: 'version 3' }],
  'context.unknown': [{ context: 'c' }],
  'context.exists': [{ context: 'c' }],
  'context.unknownVersion': [{ context: 'c', version: 9, head: 3 }],
  'context.idReused': [{ context: 'c', id: 'mine', version: 3 }],
  'context.tooLarge': [{ what: 'The item', bytes: 12, maxBytes: 10 }],
  'context.invalid': [{ problem: 'The body is no JSON.' }],
  'context.busy': [{ context: 'c', races: 100 }],
  'context.unreadable': [{ context: 'c', version: 3, detail: 'no hash' }],
  'subscription.invalid': [
    { at: 'kinds.0', problem: 'no kind', suggestion: 'Kinds are note.' },
    { at: '', problem: 'no mapping', suggestion: '' },
  ],
  'context.unknownItem': [{ context: 'c', item: 'a' }],
  'context.itemElsewhere': [{ context: 'c', item: 'a', branch: 'main', elsewhere: 'idea' }],
  'context.itemLater': [{ context: 'c', item: 'a', version: 3 }],
  'context.itemRetired': [{ context: 'c', item: 'a', version: 3 }],
  'context.itemPurged': [{ context: 'c', item: 'a' }],
  'context.itemHidden': [{ context: 'c', item: 'a', agent: 'bob' }],
  'branch.exists': [{ context: 'c', branch: 'idea' }],
  'branch.unknown': [{ context: 'c', branch: 'idea' }],
  'branch.invalidName': [{ branch: '../x' }],
  'merge.self': [{ context: 'c', branch: 'idea' }],
  'purge.structure': [{ item: 'run/r/result' }],
  'store.readOnly': [{ place: '/data' }],
  'store.full': [{ place: '/data' }],
  'store.newer': [{ place: '/data', found: 2, known: 1 }],
  'store.broken': [{ place: '/data', detail: 'no database' }],
  'store.busy': [{ place: '/data' }, { place: '/data', detail: 'database is locked' }],
  'store.missing': [{ place: 'DynamoDB table massgen' }],
  'store.unfit': [{ place: 'DynamoDB table massgen', detail: 'it has other keys' }],
  'store.unreachable': [{ place: 'DynamoDB table massgen', detail: 'ECONNREFUSED' }],
  'store.unauthorised': [{ place: 'DynamoDB table massgen', detail: 'The token is expired' }],
  'bus.unavailable': [{ bus: 'Event bus massgen', announcements: 3, detail: 'InternalFailure' }],
  'request.unauthorised': [{ scheme: 'Bearer' }],
  'request.misdirected': [{ host: 'evil.example' }, { host: '' }],
  'request.foreignOrigin': [{ origin: 'https://evil.example' }],
  'request.unknownRoute': [{ method: 'GET', path: '/' }],
  'request.wrongMethod': [{ method: 'PUT', path: '/v1/runs', allowed: 'POST' }],
  'request.wrongType': [{ type: 'text/plain' }, { type: '' }],
  'request.tooLarge': [{ maxBytes: 10 }],
  'request.answerTooLarge': [{ bytes: 20, maxBytes: 10 }],
  'request.notJson': [{ detail: 'it is cut off.' }],
  'request.invalid': [{ field: 'question', problem: 'It is empty.', hint: 'Ask something.' }],
  'request.keyReused': [{ key: 'mine' }],
  'remote.unreachable': [{ url: 'http://127.0.0.1:9', detail: 'ECONNREFUSED' }],
  'remote.strange': [{ url: 'http://127.0.0.1:9', detail: 'it answers with text/html' }],
  'remote.failed': [
    { code: 'store.busy', detail: 'It could not.', hint: 'Try again.', request: 'request_1' },
  ],
  'event.invalid': [{ source: 'Step Functions', detail: 'it names no run' }],
  'internal.unexpected': [{ detail: 'no idea' }],
};

/** Makes the fault that one example is of. */
const thrown = <C extends FaultCode>(code: C, facts: Facts<C>) => new Fault(code, facts);
const all: readonly (readonly [FaultCode, Fault])[] = faultCodes.flatMap((code) =>
  examples[code].map((facts) => [code, thrown(code, facts)] as const),
);

describe('every fault', () => {
  it.each(all)('%s says what happened, in a sentence', (_, { message }) => {
    expect(message).toMatch(/^\S.*(\.|: \S.*)$/s);
    expect(message).not.toMatch(/undefined|NaN|\[object/);
  });

  it.each(all)('%s says what to do, in a sentence', (_, { hint }) => {
    expect(hint).toMatch(/^[A-Z].*[.?]$/s);
    expect(hint).not.toMatch(/undefined|NaN|\[object/);
  });

  it.each(all)(
    '%s has its code as its name, by which the state machine matches it',
    (code, fault) => {
      expect(fault).toBeInstanceOf(Error);
      expect(fault.name).toBe(code);
      expect(fault.code).toBe(code);
      expect(isFaultCode(code)).toBe(true);
      expect(code).toMatch(/^[a-z]+\.[a-z]+([A-Z][a-z]+)*$/);
    },
  );
});

it('a time to wait is told in seconds', () => {
  expect(new Fault('backend.rateLimited', { ...backend, retryAfterSeconds: 7 }).hint).toContain(
    'Wait 7 seconds',
  );
});

it('a fault stays itself, and anything else becomes one that nobody expected', () => {
  const fault = new Fault('store.busy', { place: '/data' });
  expect(toFault(fault)).toBe(fault);
  const error = new TypeError('not a function');
  expect(toFault(error)).toMatchObject({
    code: 'internal.unexpected',
    facts: { detail: 'not a function' },
    cause: error,
  });
  expect(toFault('a text').message).toContain('a text');
  expect(isFault(fault, 'store.busy')).toBe(true);
  expect(isFault(fault, 'store.full')).toBe(false);
  expect(isFault({ code: 'store.busy' }, 'store.busy')).toBe(false);
});

it('no code but those of the catalogue is one', () => {
  for (const text of ['', 'toString', 'backend', 'States.ALL'])
    expect(isFaultCode(text)).toBe(false);
  expect(RETRYABLE.every(isFaultCode)).toBe(true);
});
