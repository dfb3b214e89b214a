import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createTokenGuard } from '../../lib/http/token-guard.ts';
import { stillClock } from '../support/still-clock.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** A secret that can change and fail, and counts how often it is read. */
function guarded(token = 'first') {
  const clock = stillClock();
  const secret = { token, reads: 0, failure: undefined as Error | undefined };
  const isToken = createTokenGuard({
    clock,
    read: async () => {
      secret.reads += 1;
      if (secret.failure) throw secret.failure;
      return secret.token;
    },
  });
  return { clock, secret, isToken };
}

it('a token is asked for once, however many come at once', async () => {
  const { secret, isToken } = guarded();
  const all = await Promise.all(['first', 'first', 'wrong', 'first'].map(isToken));
  expect(all).toEqual([true, true, false, true]);
  expect(secret.reads).toBe(1);
});

it('a new token opens after some seconds, and the old one no longer', async () => {
  const { clock, secret, isToken } = guarded();
  expect(await isToken('first')).toBe(true);
  secret.token = 'second';
  expect(await isToken('second')).toBe(false);
  clock.pass(10 * SECOND);
  expect(await isToken('second')).toBe(true);
  expect(await isToken('first')).toBe(false);
  expect(secret.reads).toBe(2);
});

it('a withdrawn token opens for five minutes at most', async () => {
  const { clock, secret, isToken } = guarded();
  expect(await isToken('first')).toBe(true);
  secret.token = 'second';
  clock.pass(5 * MINUTE);
  expect(await isToken('first')).toBe(true);
  clock.pass(1);
  expect(await isToken('first')).toBe(false);
});

it('a secret that cannot be read is a fault, once for all who wait, and no refusal', async () => {
  const { clock, secret, isToken } = guarded();
  secret.failure = new Error('throttled');
  const all = await Promise.allSettled(['first', 'first'].map(isToken));
  expect(all).toMatchObject([{ reason: secret.failure }, { reason: secret.failure }]);
  await expect(isToken('first')).rejects.toThrow('throttled');
  expect(secret.reads).toBe(1);
  secret.failure = undefined;
  clock.pass(10 * SECOND);
  expect(await isToken('first')).toBe(true);
});

it('a secret that cannot be read any more goes on opening to whoever is known, for a while', async () => {
  const { clock, secret, isToken } = guarded();
  await isToken('first');
  secret.failure = new Error('throttled');
  clock.pass(MINUTE);
  await expect(isToken('wrong')).rejects.toThrow('throttled');
  expect(await isToken('first')).toBe(true);
});

it('however wrong tokens come, the secret is read once in ten seconds at most, and only the right one opens', async () => {
  const come = fc.array(
    fc.record({ token: fc.constantFrom('first', '', 'firs', 'first '), afterMs: fc.nat(20_000) }),
    { maxLength: 50 },
  );
  await fc.assert(
    fc.asyncProperty(come, async (all) => {
      const { clock, secret, isToken } = guarded();
      const from = clock.now().getTime();
      for (const { token, afterMs } of all) {
        clock.pass(afterMs);
        expect(await isToken(token)).toBe(token === 'first');
      }
      const passedMs = clock.now().getTime() - from;
      expect(secret.reads).toBeLessThanOrEqual(Math.floor(passedMs / (10 * SECOND)) + 1);
    }),
  );
});
