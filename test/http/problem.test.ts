import { expect, it } from 'vitest';
import { Fault, faultCodes } from '../../lib/core/shared/faults.ts';
import { headersOf, statusOf, toProblem } from '../../lib/http/problem.ts';

it.each(faultCodes)('%s has a status of HTTP, and says its code', (code) => {
  const fault = new Fault(code, {} as never);
  expect(statusOf(fault)).toBeGreaterThanOrEqual(400);
  expect(statusOf(fault)).toBeLessThan(600);
  const problem = toProblem(fault, 'request_1');
  expect(problem.type.endsWith(`:${code}`)).toBe(true);
  expect(problem).toMatchObject({ code, status: statusOf(fault), request: 'request_1' });
});

it('what is for the operator to mend is told to nobody else', () => {
  const place = 'DynamoDB table massgen-dev in 123456789012';
  const fault = new Fault('store.unauthorised', { place, detail: 'AccessDenied at /var/task' });
  const text = JSON.stringify(toProblem(fault, 'request_1'));
  for (const secret of [place, 'AccessDenied', '/var/task', 'massgen-dev'])
    expect(text).not.toContain(secret);
  expect(text).toContain('request_1');
});

it('what is for whoever asked to mend is told to them', () => {
  const facts = { session: 'mine', run: 'run_1' };
  const {
    detail,
    hint,
    facts: told,
    title,
  } = toProblem(new Fault('session.busy', facts), 'request_1');
  expect(detail).toContain('mine');
  expect(hint).not.toBe('');
  expect(told).toEqual(facts);
  expect(title).toBe('Session: busy');
});

it('what is worth another attempt says when', () => {
  expect(headersOf(new Fault('context.busy', { context: 'c', races: 100 }))).toEqual({
    'Retry-After': '1',
  });
  expect(headersOf(new Fault('run.unknown', { run: 'run_1' }))).toEqual({});
});
